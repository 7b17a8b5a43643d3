/** The time zone of the machine, as JavaScript knows it. */
import type {TimeZone} from "./world.ts"

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

/** Seconds east of UTC. Zones of before 1900 have seconds, which getTimezoneOffset rounds. */
function offsetSeconds(date: Date): number {
  const shown = Date.UTC(2000, date.getMonth(), date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds())
  const same = new Date(shown)
  same.setUTCFullYear(date.getFullYear())
  return Math.round((same.getTime() - Math.floor(date.getTime() / 1000) * 1000) / 1000)
}

function dateOf(local: number): Date {
  const shown = new Date(local * 1000)
  const date = new Date(2000, 0, 1)
  date.setFullYear(shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate())
  date.setHours(shown.getUTCHours(), shown.getUTCMinutes(), shown.getUTCSeconds(), 0)
  return date
}

export const machineZone: TimeZone = {
  at(seconds) {
    const date = new Date(seconds * 1000)
    return {offset: offsetSeconds(date), isSummer: isSummer(date)}
  },
  secondsOf(local, wanted) {
    const date = dateOf(local)
    if (wanted !== undefined && wanted !== isSummer(date)) {
      const {standard, summer} = offsetsIn(date.getFullYear())
      date.setTime(date.getTime() + ((wanted ? summer : standard) - date.getTimezoneOffset()) * 60_000)
    }
    return Math.floor(date.getTime() / 1000)
  },
  nameAt(local) {
    const parts = new Intl.DateTimeFormat("en-US", {timeZoneName: "short"}).formatToParts(dateOf(local))
    return parts.find(({type}) => type === "timeZoneName")?.value ?? "UTC"
  },
}
