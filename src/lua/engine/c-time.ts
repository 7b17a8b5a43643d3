/**
 * C's calendar (time.h), as os.time and os.date use it, in the place of emscripten's: there years below 100 count from
 * 1900, large times are the year 1900, and strftime pads and rounds otherwise than the C locale.
 */

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

/** The calendar repeats after 400 years, weekdays included: so what a Date can't hold is taken from one that it can. */
const cycleSeconds = 12_622_780_800
const mostOfDate = 8_000_000_000_000
const daySeconds = 86_400
const mostInt = 2 ** 31

/** Days from 1970 to the first of a month (0 to 11) of a year, by the Gregorian calendar also before it was one. */
function daysBefore(year: number, month: number): number {
  const shifted = month < 2 ? year - 1 : year
  const cycle = Math.floor(shifted / 400)
  const ofCycle = shifted - 400 * cycle
  const ofYear = Math.floor((153 * ((month + 10) % 12) + 2) / 5)
  return 146_097 * cycle + 365 * ofCycle + Math.floor(ofCycle / 4) - Math.floor(ofCycle / 100) + ofYear - 719_468
}

/** A time in seconds, moved by whole cycles to where a Date can hold it. */
function reduce(seconds: bigint): {readonly date: Date; readonly cycles: number} {
  const isFar = seconds > mostOfDate || seconds < -mostOfDate
  const cycles = isFar ? seconds / BigInt(cycleSeconds) : 0n
  return {date: new Date(Number(seconds - cycles * BigInt(cycleSeconds)) * 1000), cycles: Number(cycles)}
}

/** Its offsets from UTC in minutes, west positive as JS has them: in January and in July. */
function offsetsIn(year: number): {readonly standard: number; readonly summer: number} {
  const [a, b] = [0, 6].map(month => {
    const date = new Date(2000, month, 1)
    date.setFullYear(year)
    return date.getTimezoneOffset()
  })
  return {standard: Math.max(a, b), summer: Math.min(a, b)}
}
function isSummer(date: Date): boolean {
  const {standard, summer} = offsetsIn(date.getFullYear())
  return standard !== summer && date.getTimezoneOffset() === summer
}

/** "CET": what the browser calls the time zone of a date. */
function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", {timeZoneName: "short"}).formatToParts(date)
  return parts.find(({type}) => type === "timeZoneName")?.value ?? "UTC"
}

/** @param buffer the VM's memory as it is now */
export function calendarImports(buffer: () => ArrayBufferLike) {
  const view = (address: number) => {
    const data = new DataView(buffer())
    return {
      get: (field: Field) => data.getInt32(address + tm[field], true),
      set: (field: Field, value: number) => data.setInt32(address + tm[field], value, true),
    }
  }
  const text = (address: number): string => {
    const bytes = new Uint8Array(buffer())
    return String.fromCharCode(...bytes.subarray(address, bytes.indexOf(0, address)))
  }
  /** Where the year is no int, the seconds are −1, which build.ts makes a null pointer of. */
  const fill = (seconds: bigint, address: number, isLocal: boolean) => {
    const {date, cycles} = reduce(seconds)
    // the fields of the local time are those of another date in UTC
    const shown = isLocal ? new Date(date.getTime() - offsetSeconds(date) * -1000) : date
    const {set} = view(address)
    const year = shown.getUTCFullYear()
    const counted = year + 400 * cycles - 1900
    if (counted >= mostInt || counted < -mostInt) return set("second", -1)
    set("second", shown.getUTCSeconds())
    set("minute", shown.getUTCMinutes())
    set("hour", shown.getUTCHours())
    set("day", shown.getUTCDate())
    set("month", shown.getUTCMonth())
    set("year", counted)
    set("weekDay", shown.getUTCDay())
    set("yearDay", Math.floor(shown.getTime() / 1000 / daySeconds) - daysBefore(year, 0))
    if (!isLocal) return
    set("isDst", Number(isSummer(date)))
    set("offset", offsetSeconds(date))
  }
  return {
    _gmtime_js: (seconds: bigint, address: number) => fill(seconds, address, false),
    _localtime_js: (seconds: bigint, address: number) => fill(seconds, address, true),
    _mktime_js(address: number): bigint {
      const {get} = view(address)
      const years = Math.floor(get("month") / 12)
      const days = daysBefore(get("year") + 1900 + years, get("month") - 12 * years) + get("day") - 1
      // more than a double holds
      const local = BigInt(days) * BigInt(daySeconds) + BigInt(get("hour") * 3600 + get("minute") * 60 + get("second"))
      const {date, cycles} = reduce(local)
      const here = new Date(2000, 0, 1)
      here.setFullYear(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())
      here.setHours(date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), 0)
      const isDst = get("isDst")
      if (isDst >= 0 && isDst > 0 !== isSummer(here)) {
        const {standard, summer} = offsetsIn(here.getFullYear())
        here.setTime(here.getTime() + ((isDst > 0 ? summer : standard) - here.getTimezoneOffset()) * 60_000)
      }
      const seconds = BigInt(Math.floor(here.getTime() / 1000)) + BigInt(cycles) * BigInt(cycleSeconds)
      fill(seconds, address, true)
      return get("second") < 0 ? -1n : seconds
    },
    strftime(into: number, size: number, format: number, address: number): number {
      const {get} = view(address)
      const zone = new DataView(buffer()).getUint32(address + tm.zone, true)
      const bytes = new TextEncoder().encode(formatTime(text(format), get, () => (zone ? text(zone) : "")))
      if (bytes.length >= size) return 0
      new Uint8Array(buffer()).set([...bytes, 0], into)
      return bytes.length
    },
  }
}

/** Seconds east of UTC. Zones of before 1900 have seconds, which getTimezoneOffset rounds. */
function offsetSeconds(date: Date): number {
  const shown = Date.UTC(2000, date.getMonth(), date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds())
  const same = new Date(shown)
  same.setUTCFullYear(date.getFullYear())
  return Math.round((same.getTime() - Math.floor(date.getTime() / 1000) * 1000) / 1000)
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
        return zone() === "GMT" ? "GMT" : zoneName(new Date(year, get("month"), get("day"), get("hour")))
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
