/**
 * C's calendar (time.h), as os.time and os.date use it, in the place of emscripten's: there years below 100 count from
 * 1900, large times are the year 1900, and strftime pads and rounds otherwise than the C locale.
 */

import type {MemoryViews} from "./memory-views.ts"
import {encodeText} from "./text.ts"
import type {TimeZone} from "./world.ts"

/** struct tm: byte offsets of its 32-bit fields. */
const tm = {
  second: 0,
  minute: 4,
  hour: 8,
  day: 12,
  month: 16,
  year: 20,
  weekDay: 24,
  yearDay: 28,
  isDst: 32,
  offset: 36,
  zone: 40,
} as const
type Field = keyof typeof tm

/** The calendar repeats after 400 years, weekdays included: so the zone is asked about times that a Date can hold. */
const cycleSeconds = 12_622_780_800n
const mostOfDate = 8_000_000_000_000n
const daySeconds = 86_400
const cycleDays = 146_097
const mostInt = 2 ** 31

/** Days from 1970 to the first of a month (0 to 11) of a year, by the Gregorian calendar also before it was one. */
function daysBefore(year: number, month: number): number {
  const shifted = month < 2 ? year - 1 : year
  const cycle = Math.floor(shifted / 400)
  const ofCycle = shifted - 400 * cycle
  const ofYear = Math.floor((153 * ((month + 10) % 12) + 2) / 5)
  return cycleDays * cycle + 365 * ofCycle + Math.floor(ofCycle / 4) - Math.floor(ofCycle / 100) + ofYear - 719_468
}
/** The year, month (0 to 11) and day of the month that is so many days after 1 January 1970. */
function dateOf(days: number): {readonly year: number; readonly month: number; readonly day: number} {
  const shifted = days + 719_468
  const cycle = Math.floor(shifted / cycleDays)
  const ofCycle = shifted - cycleDays * cycle
  const leapDays = Math.floor(ofCycle / 1460) - Math.floor(ofCycle / 36_524) + Math.floor(ofCycle / (cycleDays - 1))
  const year = Math.floor((ofCycle - leapDays) / 365)
  // of one that begins in March
  const ofYear = ofCycle - 365 * year - Math.floor(year / 4) + Math.floor(year / 100)
  const month = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * month + 2) / 5) + 1
  return {year: 400 * cycle + year + Number(month > 9), month: month < 10 ? month + 2 : month - 10, day}
}

/** A time in seconds, moved by whole cycles to where a Date can hold it, and by how much. */
function reduce(seconds: bigint): {readonly near: number; readonly moved: bigint} {
  const isFar = seconds > mostOfDate || seconds < -mostOfDate
  const moved = isFar ? (seconds / cycleSeconds) * cycleSeconds : 0n
  return {near: Number(seconds - moved), moved}
}

/** @param views the VM's memory as it is now */
export function calendarImports(zone: TimeZone, views: () => MemoryViews) {
  const record = (address: number) => {
    const {data} = views()
    return {
      get: (field: Field) => data.getInt32(address + tm[field], true),
      set: (field: Field, value: number) => data.setInt32(address + tm[field], value, true),
    }
  }
  const text = (address: number): string => {
    const {bytes} = views()
    return String.fromCharCode(...bytes.subarray(address, bytes.indexOf(0, address)))
  }
  /** Where the year is no int, the seconds are −1, which build.ts makes a null pointer of. */
  const fill = (seconds: bigint, address: number, isLocal: boolean) => {
    const there = isLocal ? zone.at(reduce(seconds).near) : undefined
    const local = seconds + BigInt(there?.offset ?? 0)
    const second = mod(Number(local % BigInt(daySeconds)), daySeconds)
    const days = Number((local - BigInt(second)) / BigInt(daySeconds))
    const {year, month, day} = dateOf(days)
    const {set} = record(address)
    const counted = year - 1900
    if (counted >= mostInt || counted < -mostInt) return set("second", -1)
    set("second", second % 60)
    set("minute", Math.floor(second / 60) % 60)
    set("hour", Math.floor(second / 3600))
    set("day", day)
    set("month", month)
    set("year", counted)
    set("weekDay", mod(days + 4, 7))
    set("yearDay", days - daysBefore(year, 0))
    if (!there) return
    set("isDst", Number(there.isSummer))
    set("offset", there.offset)
  }
  /** The seconds that the fields would be in UTC. */
  const localSeconds = (get: (field: Field) => number): bigint => {
    const years = Math.floor(get("month") / 12)
    const days = daysBefore(get("year") + 1900 + years, get("month") - 12 * years) + get("day") - 1
    // more than a double holds
    return BigInt(days) * BigInt(daySeconds) + BigInt(get("hour") * 3600 + get("minute") * 60 + get("second"))
  }
  return {
    _gmtime_js: (seconds: bigint, address: number) => fill(seconds, address, false),
    _localtime_js: (seconds: bigint, address: number) => fill(seconds, address, true),
    _mktime_js(address: number): bigint {
      const {get} = record(address)
      const {near, moved} = reduce(localSeconds(get))
      const isDst = get("isDst")
      const seconds = BigInt(zone.secondsOf(near, isDst < 0 ? undefined : isDst > 0)) + moved
      fill(seconds, address, true)
      return get("second") < 0 ? -1n : seconds
    },
    strftime(into: number, size: number, format: number, address: number): number {
      const {get} = record(address)
      const name = views().unsigned[(address + tm.zone) >> 2]
      const zoneName = () => (name && text(name) === "GMT" ? "GMT" : zone.nameAt(reduce(localSeconds(get)).near))
      const bytes = encodeText(formatTime(text(format), get, zoneName))
      if (bytes.length >= size) return 0
      views().bytes.set([...bytes, 0], into)
      return bytes.length
    },
  }
}

const weekDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
const months = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
]
const composed: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
}

/** strftime in the C locale. E and O change nothing there. */
function formatTime(format: string, get: (field: Field) => number, zone: () => string): string {
  const two = (value: number, pad = "0") => String(value).padStart(2, pad)
  const year = get("year") + 1900
  const weekDay = get("weekDay")
  const yearDay = get("yearDay")
  const hour12 = get("hour") % 12 || 12
  const one = (letter: string): string => {
    switch (letter) {
      case "a":
        return weekDays[weekDay].slice(0, 3)
      case "A":
        return weekDays[weekDay]
      case "b":
      case "h":
        return months[get("month")].slice(0, 3)
      case "B":
        return months[get("month")]
      case "C":
        return two(Math.floor(year / 100))
      case "d":
        return two(get("day"))
      case "e":
        return two(get("day"), " ")
      case "g":
        return two(mod(weekYear(year, yearDay, weekDay).year, 100))
      case "G":
        return String(weekYear(year, yearDay, weekDay).year)
      case "H":
        return two(get("hour"))
      case "I":
        return two(hour12)
      case "j":
        return String(yearDay + 1).padStart(3, "0")
      case "m":
        return two(get("month") + 1)
      case "M":
        return two(get("minute"))
      case "n":
        return "\n"
      case "p":
        return get("hour") < 12 ? "AM" : "PM"
      case "S":
        return two(get("second"))
      case "t":
        return "\t"
      case "u":
        return String(weekDay || 7)
      case "U":
        return two(Math.floor((yearDay + 7 - weekDay) / 7))
      case "V":
        return two(weekYear(year, yearDay, weekDay).week)
      case "w":
        return String(weekDay)
      case "W":
        return two(Math.floor((yearDay + 7 - ((weekDay + 6) % 7)) / 7))
      case "y":
        return two(mod(year, 100))
      case "Y":
        return String(year)
      case "z":
        return offsetWords(get("offset"))
      case "Z":
        return zone()
      case "%":
        return "%"
      default:
        return composed[letter] ? formatTime(composed[letter], get, zone) : `%${letter}`
    }
  }
  return format.replace(/%[EO]?([\s\S])/g, (_, letter: string) => one(letter))
}

const mod = (value: number, by: number) => ((value % by) + by) % by
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** Of ISO 8601: weeks begin on Mondays, and the first of a year is the one with its first Thursday. */
function weekYear(year: number, yearDay: number, weekDay: number): {readonly year: number; readonly week: number} {
  const thursday = yearDay + 3 - ((weekDay + 6) % 7)
  const days = isLeap(year) ? 366 : 365
  if (thursday < 0) {
    const before = isLeap(year - 1) ? 366 : 365
    return {year: year - 1, week: Math.floor((thursday + before) / 7) + 1}
  }
  return thursday >= days ? {year: year + 1, week: 1} : {year, week: Math.floor(thursday / 7) + 1}
}

/** "+0530" */
function offsetWords(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60)
  const digits = `${Math.floor(minutes / 60)}`.padStart(2, "0") + `${minutes % 60}`.padStart(2, "0")
  return (seconds < 0 ? "-" : "+") + digits
}
