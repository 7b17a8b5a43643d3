/** Console: messages with a level, tables, counts and clocks; in order with what print writes. */
import type {MessageGroup, MessageLevel} from "../../../debugger/engine.ts"
import type {Callbacks} from "../run/callbacks.ts"
import type {Stack} from "../stack/stack.ts"
import type {Threads} from "../stack/threads.ts"
import type {World} from "../world/world.ts"
import type {HostAnswer, HostCall, HostFunction, HostFunctions} from "./call.ts"
import {type DumpParts, dumpValue} from "./dump.ts"
import {type RecordParts, readRecords, tableBundle} from "./records.ts"

export interface ConsoleParts extends DumpParts, RecordParts {
  readonly callbacks: Callbacks
  readonly stack: Stack
  readonly threads: Threads
  readonly world: World
}

/** The arguments from one on. */
export function said({L, count}: HostCall, {formatter}: ConsoleParts, from = 1): string {
  const parts: string[] = []
  for (let i = from; i <= count; i++) parts.push(formatter.plain(L, i))
  return parts.join(" ")
}

function tell(
  {L}: HostCall,
  {callbacks, stack}: ConsoleParts,
  level: MessageLevel,
  text: string,
  group?: MessageGroup,
) {
  callbacks.flush()
  callbacks.script?.handleMessage({level, text, ...(group ? {group} : {}), ...stack.filePlace(L)})
}

const message =
  (level: MessageLevel): HostFunction<ConsoleParts> =>
  (call, parts) => {
    tell(call, parts, level, said(call, parts))
    return "nothing"
  }

/** Milliseconds to three places, as browsers write them. */
const milliseconds = (duration: number): string => `${Number(duration.toFixed(3))} ms`

export const consoleFunctions: HostFunctions<ConsoleParts> = {
  "Console.log": message("log"),
  "Console.info": message("info"),
  "Console.debug": message("debug"),
  "Console.warn": message("warn"),
  "Console.error": message("error"),
  "Console.assert"(call, parts) {
    if (call.isTrue(1)) return "nothing"
    const text = said(call, parts, 2)
    tell(call, parts, "error", text ? `Assertion failed: ${text}` : "Assertion failed")
    return "nothing"
  },
  "Console.table"(call, parts) {
    if (call.type(1) !== "table") return message("log")(call, parts)
    const {callbacks, stack} = parts
    callbacks.flush()
    callbacks.script?.handleDisplay({data: tableBundle(readRecords(call, parts)), ...stack.filePlace(call.L)})
    return "nothing"
  },
  "Console.dump"(call, parts) {
    tell(call, parts, "log", dumpValue(call, parts, call.integerOr(2, 5)))
    return "nothing"
  },
  "Console.count"(call, parts) {
    const label = call.textOr(1, "default")
    const count = (call.remembered(`count ${label}`) ?? 0) + 1
    call.remember(`count ${label}`, count)
    tell(call, parts, "log", `${label}: ${count}`)
    return "nothing"
  },
  "Console.countReset"(call) {
    call.remember(`count ${call.textOr(1, "default")}`, undefined)
    return "nothing"
  },
  "Console.time"(call, {world}) {
    call.remember(`time ${call.textOr(1, "default")}`, world.elapsed())
    return "nothing"
  },
  "Console.timeEnd"(call, parts): HostAnswer {
    const label = call.textOr(1, "default")
    const began = call.remembered(`time ${label}`)
    if (began === undefined) {
      tell(call, parts, "warn", `There is no clock "${label}". Start it with Console.time.`)
      return "nothing"
    }
    const duration = parts.world.elapsed() - began
    call.remember(`time ${label}`, undefined)
    tell(call, parts, "log", `${label}: ${milliseconds(duration)}`)
    call.push(duration)
    return "result"
  },
  "Console.trace"(call, parts) {
    const {stack, threads} = parts
    const text = said(call, parts)
    const lines = [call.L, ...threads.waitingFor(call.L)].flatMap((state, i) => {
      const shown = stack.frames(state).flatMap(ci => {
        const {sourceName, line, name, native} = stack.describe(state, ci)
        const row = native ? `  [C]: in ${name}` : `  ${sourceName}:${line}: in ${name}`
        return stack.isTailCalled(ci) ? [row, "  (tail calls)"] : [row]
      })
      return i === 0 ? shown : ["  resumed from:", ...shown]
    })
    tell(call, parts, "log", [text ? `Trace: ${text}` : "Trace", ...lines].join("\n"))
    return "nothing"
  },
  "Console.group"(call, parts) {
    tell(call, parts, "log", said(call, parts), "start")
    return "nothing"
  },
  "Console.groupEnd"(call, parts) {
    tell(call, parts, "log", "", "end")
    return "nothing"
  },
  "Console.clear"(_call, parts) {
    parts.callbacks.flush()
    parts.callbacks.script?.handleClear()
    return "nothing"
  },
}
