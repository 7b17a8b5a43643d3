/**
 * Builds the VM module: wasmoon's WebAssembly with native.wat spliced in. Runs at build time only (vite.config.ts and
 * the tests' set-up call it); the result is an asset of ours.
 *
 * The functions of Lua are named here by their numbers in one exact binary, whose SHA-256 is checked: another wasmoon
 * fails the build rather than patching the wrong place. Each splice must match exactly once.
 */
import {createHash} from "node:crypto"
import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs"
import {createRequire} from "node:module"
import {dirname, join} from "node:path"
import {fileURLToPath} from "node:url"
import * as layout from "../vm/layout.ts"
import {wasiErrors} from "../world/c-errors.ts"
import {noDescriptor} from "../world/disk.ts"

const here = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)

/** SHA-256 of glue.wasm in wasmoon 1.16.0. */
const knownModule = "95f3f19ddb740125883bc41d5ec670cd0828e7b58c8bdad385323cbff497b55c"

/** Functions that the module does not export, by their numbers in it: those of Lua's (by its files), and of musl's. */
const unnamed: Readonly<Record<string, string>> = {
  // lcorolib.c
  f235: "luaB_corunning",
  f240: "luaB_yieldable",
  // ldebug.c
  f269: "funcnamefromcall",
  f273: "luaG_runerror",
  f274: "getobjname",
  f276: "luaG_errormsg",
  // ldo.c
  f282: "luaD_throw",
  f283: "luaD_rawrunprotected",
  f295: "luaD_callnoyield",
  f301: "luaD_closeprotected",
  // lgc.c
  f317: "luaC_newobj",
  f325: "GCTM",
  // liolib.c
  f350: "g_read",
  // loadlib.c
  f424: "ll_require",
  // loslib.c
  f445: "os_setlocale",
  // lvm.c
  f575: "luaV_execute",
  // musl
  f588: "toread",
  f600: "towrite",
  f616: "memcmp",
  f629: "strerror",
  f640: "floatscan",
}

/** native.wat wraps them. */
const wrapped: readonly string[] = [
  ...["lua_resume", "lua_resetthread", "lua_load", "lua_dump", "lua_pushthread"],
  ...["lua_yieldk", "lua_getstack", "lua_getlocal", "lua_setlocal"],
  ...["luaG_errormsg", "getobjname", "funcnamefromcall", "g_read", "toread", "towrite", "strerror", "os_setlocale"],
]

/**
 * "isolated": shared memory, longjmp as a wasm exception. "shared-js": shared memory, longjmp through JS as wasmoon has
 * it (Firefox, where wasm exceptions are slow). "plain": unshared memory, for pages that are not cross-origin isolated.
 */
export type VmFlavour = "isolated" | "shared-js" | "plain"
export const vmFlavours: readonly VmFlavour[] = ["isolated", "shared-js", "plain"]

/** Replaces `from` by `to` in `text`, where it must stand exactly once. */
function splice(text: string, from: string | RegExp, to: string): string {
  const matches =
    typeof from === "string" ? text.split(from).length - 1 : (text.match(new RegExp(from, "g")) ?? []).length
  if (matches !== 1)
    throw new Error(`The VM can't be built: ${matches} places match ${String(from).slice(0, 200)}, 1 was expected.`)
  return text.replace(from, () => to)
}

/** Gives the unexported functions their names. */
function nameFunctions(text: string): string {
  return text.replaceAll(/\$(f\d+)(?=[\s)])/g, (whole, number) => (number in unnamed ? `$${unnamed[number]}` : whole))
}
/** Moves a function's body to NAME_inner, so that native.wat can wrap it. */
function wrap(text: string, name: string): string {
  return splice(text, new RegExp(`\\(func \\$${name} `), `(func $${name}_inner `)
}

/** luaV_execute counts how often C enters it: a loop in C has no other polls. */
function countEntries(text: string): string {
  const entry = "(func $luaV_execute (type $t4) (param $p0 i32) (param $p1 i32)\n"
  const wrapper = `${entry}call $ms_enter\nlocal.get $p0\nlocal.get $p1\ncall $luaV_execute_inner)\n`
  return splice(text, entry, wrapper + entry.replace("$luaV_execute", "$luaV_execute_inner"))
}

const numbers: Readonly<Record<string, unknown>> = {...layout, wasiErrors, noDescriptor}

/** "slot.word", "valueSize", "4". Undefined: it names nothing of layout.ts. */
function numberOf(term: string): number | undefined {
  const [name, field] = term.split(".")
  const found = numbers[name] as Readonly<Record<string, number>> | number | undefined
  const number = /^\d/.test(term) ? Number(term) : field && typeof found === "object" ? found[field] : found
  if (field && typeof found === "object" && typeof number !== "number")
    throw new Error(`The VM can't be built: layout.ts has no ${term}.`)
  return typeof number === "number" ? number : undefined
}
/** Puts in the numbers of layout.ts, which native.wat names: "slot.word", "control.chain+4", "modeBits.lines|modeBits.calls". */
function putNumbers(native: string): string {
  const sum = /(?<=[ =])[a-z]\w*(?:\.\w+)?(?:[+|-][a-z0-9][\w.]*)*(?=[ )])/g
  return native.replaceAll(sum, whole => {
    const [first, ...more] = whole.split(/(?=[+|-])/)
    let number = numberOf(first)
    if (number === undefined) return whole
    for (const term of more) {
      const next = numberOf(term.slice(1))
      if (next === undefined) throw new Error(`The VM can't be built: layout.ts has no ${term.slice(1)}.`)
      number = term[0] === "|" ? number | next : term[0] === "+" ? number + next : number - next
    }
    return String(number)
  })
}

/** The whole text of the patched module. `text` has one instruction a line, without indentation. */
function patch(text: string, native: string, flavour: VmFlavour): string {
  text = nameFunctions(text)
  // Imports first: what JS answers to.
  text = splice(
    text,
    /\n\(func \$__wasm_call_ctors /,
    `
(import "moonstep" "trap" (func $js_trap (param i32 i32 i32 i32) (result i32)))
(import "moonstep" "line" (func $js_line (param i32 i32 i32) (result i32)))
(import "moonstep" "wait" (func $js_wait (param i32) (result i32)))
(import "moonstep" "error" (func $js_error (param i32) (result i32)))
(import "moonstep" "loaded" (func $js_loaded (param i32)))
(import "moonstep" "read" (func $js_read (param i32 i32) (result i32)))
(import "moonstep" "unread" (func $js_unread (param i32 i32)))
(import "moonstep" "errno" (func $js_errno (param i32) (result i32)))
(import "moonstep" "host" (func $js_host (param i32) (result i32)))
(import "moonstep" "answer" (func $js_answer (param i32) (result i32)))
(global $ms_base (mut i32) (i32.const 0))
(func $__wasm_call_ctors `,
  )
  for (const name of wrapped) text = wrap(text, name)
  // os.exit (os_exit, loslib.c) closes the program, not the VM
  text = splice(text, "call $lua_close\n", "call $ms_close\n")

  // ll_require calls the loader so that it can be left (leaving.wat)
  const requires = text.indexOf("(func $ll_require ")
  const loaderCall = /i32\.const 2\ni32\.const 1\ni32\.const 0\ni32\.const 0\ncall \$lua_callk\nblock/
  const continuation = `global.get $ms_base\ni32.load offset=${layout.control.continuations}\ni32.const ${layout.continuations.ms_required}\ni32.add`
  text =
    text.slice(0, requires) +
    splice(
      text.slice(requires),
      loaderCall,
      `i32.const 2\ni32.const 1\ni32.const 0\n${continuation}\ncall $lua_callk\nblock`,
    )

  // luaL_fileresult gives the number of the error (c-errors.ts)
  const result = text.indexOf("(func $luaL_fileresult ")
  text =
    text.slice(0, result) +
    text.slice(result).replace("local.get $p1\ni64.extend_i32_s\n", "local.get $p1\ncall $js_errno\ni64.extend_i32_s\n")
  // __floatscan (musl): where there is no number, file:read("n") tells what the file's error was, as with glibc
  const scan = text.indexOf("(func $floatscan ")
  const scanEnd = text.indexOf("\n(func ", scan)
  const quiet = text
    .slice(scan, scanEnd)
    .replaceAll(`i32.const ${layout.errno}\ni32.const ${wasiErrors.invalid}\ni32.store\n`, "")
  text = text.slice(0, scan) + quiet + text.slice(scanEnd)
  // os.date: null where the date has no year (c-time.ts)
  for (const struct of layout.brokenDownTimes)
    text = splice(
      text,
      `i32.const ${struct}\nlocal.set $l5\n`,
      `i32.const ${struct}\ni32.const 0\ni32.const ${struct}\ni32.load\ni32.const -1\ni32.ne\nselect\nlocal.set $l5\n`,
    )

  const {global, top} = layout.luaState
  const ofMain = `i32.load offset=${global}\ni32.load offset=${layout.globalState.mainThread}\nlocal.get $p0\n`
  // lua_pushthread is inlined in coroutine.running (luaB_corunning).
  text = splice(text, `${ofMain}i32.eq\nlocal.set $l1\n`, "call $ms_shown\ncall $ms_is_main\nlocal.set $l1\n")
  // What the debugger evaluates is told the program's thread: in coroutine.running, isyieldable and status (lcorolib.c).
  const running = `(func $luaB_corunning (type $t0) (param $p0 i32) (result i32)
(local $l1 i32)
local.get $p0
i32.load offset=${top}
local.tee $l1
i32.const ${layout.tags.thread}
i32.store8 offset=${layout.valueTag}
local.get $l1
local.get $p0
`
  text = splice(text, running, `${running}call $ms_shown\n`)
  const yieldable = "(func $luaB_yieldable (type $t0) (param $p0 i32) (result i32)\n(local $l1 i32)\nlocal.get $p0\n"
  text = splice(text, yieldable, `${yieldable}call $ms_shown\n`)
  const canYield = `local.get $l1\ni32.load offset=${layout.luaState.cCalls}\ni32.const 65536\ni32.lt_u\nselect\n`
  text = splice(text, canYield, "local.get $l1\ncall $ms_yieldable\nselect\n")
  text = splice(
    text,
    "local.get $p0\nlocal.get $l1\ni32.eq\nbr_if $B1\ni32.const 2\nlocal.set $l2\nblock $B2\n",
    "local.get $p0\nlocal.get $l1\ncall $ms_is_self\nbr_if $B1\ni32.const 2\nlocal.set $l2\nblock $B2\n",
  )
  // Its errors name its own place (luaL_where), which is taken off the message.
  const where = text.indexOf("(func $luaL_where ")
  text = text.slice(0, where) + text.slice(where).replace("call $lua_getstack\n", "call $lua_getstack_inner\n")

  text = splice(text, "call $wasi_snapshot_preview1.fd_read\n", "call $ms_fd_read\n")

  // luaV_execute's dispatch (vmfetch, lvm.c): label 84 of the jump table, 82 behind "− 2", becomes the trap. There:
  // $p0 is L, $l7 ci, $l3 the next pc, $p1 the instruction, $l6 base, $l4 trap.
  const dispatch =
    /local\.get \$p1\ni32\.load\nlocal\.tee \$p1\ni32\.const 127\ni32\.and\ni32\.const 2\ni32\.shl\ni32\.const (\d+)\ni32\.add\ni32\.load\ni32\.const 2\ni32\.sub\nbr_table ((?:\$B\d+ )+)(\$B\d+)\n/
  const [, address, labels, last] = dispatch.exec(text) ?? []
  const {count} = layout.dispatch
  if (Number(address) !== layout.dispatch.address || labels.trim().split(" ").length !== count - 1)
    throw new Error(`The VM can't be built: no dispatch of ${count} opcodes found.`)
  text = splice(
    text,
    dispatch,
    `block $ms_trapped
local.get $p1
i32.load
local.tee $p1
i32.const ${layout.word.opcode}
i32.and
i32.const 2
i32.shl
i32.const ${layout.dispatch.address}
i32.add
i32.load
i32.const ${layout.dispatch.firstLabel}
i32.sub
br_table ${labels}$ms_trapped ${last}
end
local.get $p0
local.get $l7
local.get $l3
call $ms_trap
local.tee $ms_at
i32.load
local.set $p1
local.get $l7
i32.load
i32.const ${layout.valueSize}
i32.add
local.set $l6
local.get $l7
i32.load offset=${layout.callInfo.trap}
local.set $l4
local.get $ms_at
call $ms_label
br_table ${labels}${last}
`,
  )

  text = splice(
    text,
    "(func $luaV_execute (type $t4) (param $p0 i32) (param $p1 i32)\n",
    "(func $luaV_execute (type $t4) (param $p0 i32) (param $p1 i32)\n(local $ms_at i32)\n",
  )

  // luaD_callnoyield (ldo.c), by which C calls: where somebody wants in, a C function is no place to be passed unseen
  text = splice(
    text,
    "(func $luaD_callnoyield (type $t5) (param $p0 i32) (param $p1 i32) (param $p2 i32)\n(local $l3 i32)\n",
    `(func $luaD_callnoyield (type $t5) (param $p0 i32) (param $p1 i32) (param $p2 i32)
(local $l3 i32)
global.get $ms_base
i32.load offset=${layout.control.poked}
global.get $ms_base
i32.load offset=${layout.control.mode}
i32.const ${layout.modeBits.poll}
i32.and
i32.or
if
local.get $p0
local.get $p1
call $ms_enter_native
local.set $p1
end
`,
  )

  // luaG_traceexec reads the instruction to know whether it takes the top: let it see the original word.
  text = splice(
    text,
    /local\.get \$l8\ni32\.load offset=16\ni32\.const 4\ni32\.sub\ni32\.load\nlocal\.tee \$l4\ni32\.const 16711680/,
    "local.get $l8\ni32.load offset=16\ni32.const 4\ni32.sub\ncall $ms_word\nlocal.tee $l4\ni32.const 16711680",
  )

  // luaV_finishOp (lvm.c) reads the instruction that a yield has interrupted.
  text = splice(
    text,
    /local\.get \$l2\ni32\.load offset=16\nlocal\.tee \$l5\ni32\.const 4\ni32\.sub\nlocal\.tee \$l6\ni32\.load\nlocal\.tee \$l4\ni32\.const 127/,
    "local.get $l2\ni32.load offset=16\nlocal.tee $l5\ni32.const 4\ni32.sub\nlocal.tee $l6\nlocal.get $l2\ncall $ms_finished_word\nlocal.tee $l4\ni32.const 127",
  )

  // test_then_block (lparser.c) merges `if c then break` into one jump: not here, so that a breakpoint can stand on the
  // break, and a step stop there.
  text = splice(text, /i32\.const 257\ni32\.eq\nif \$I22\n/, "drop\ni32.const 0\nif $I22\n")

  // longjmp as a wasm exception: no JS on the stack (JSPI), and faster in Chromium.
  if (flavour !== "shared-js") {
    text = splice(text, "\n(table $__indirect_function_table ", "\n(tag $longjmp)\n(table $__indirect_function_table ")
    // luaD_rawrunprotected (ldo.c): what emscripten's invoke_vii does, without JS
    text = splice(
      text,
      /(\(func \$luaD_rawrunprotected [^\n]*\n)/,
      "(func $luaD_rawrunprotected (type $t2) (param $p0 i32) (param $p1 i32) (param $p2 i32) (result i32)\n(local $ms_stack i32)\n",
    )
    text = splice(
      text,
      "local.get $p1\nlocal.get $p0\nlocal.get $p2\ncall $env.invoke_vii\n",
      `(local.set $ms_stack (global.get $g0))
(try
  (do (call_indirect $__indirect_function_table (type $t4) (local.get $p0) (local.get $p2) (local.get $p1)))
  (catch $longjmp
    (global.set $g0 (local.get $ms_stack))
    (call $setThrew (i32.const 1) (i32.const 0))))
`,
    )
    text = splice(text, "call $env._emscripten_throw_longjmp)", "throw $longjmp)")
  }
  if (flavour === "plain") text = countEntries(text)
  else text = splice(text, "(memory $memory 256 32768)", "(memory $memory 256 32768 shared)")
  return splice(text, "\n(table $__indirect_function_table ", `\n${native}\n(table $__indirect_function_table `)
}

/** The patched module's bytes for one flavour, from the cache under node_modules where nothing has changed. */
export async function buildVm(flavour: VmFlavour): Promise<Uint8Array> {
  const modulePath = join(dirname(require.resolve("wasmoon")), "glue.wasm")
  const source = readFileSync(modulePath)
  const native = putNumbers(["native.wat", "leaving.wat"].map(name => readFileSync(join(here, name), "utf8")).join(""))
  const sourceHash = createHash("sha256").update(source).digest("hex")
  if (sourceHash !== knownModule)
    throw new Error(`The VM can't be built: ${modulePath} is not the wasmoon 1.16.0 this was written for.`)
  const key = createHash("sha256")
    .update(sourceHash)
    .update(native)
    .update(JSON.stringify(numbers))
    .update(readFileSync(join(here, "build.ts")))
    .update(flavour)
  const cached = join(here, "../../../../node_modules/.cache/moonstep", `vm-${key.digest("hex").slice(0, 16)}.wasm`)
  if (existsSync(cached)) return new Uint8Array(readFileSync(cached))

  const {default: loadWabt} = await import("wabt")
  const wabt = await loadWabt()
  const features = {
    exceptions: true,
    threads: true,
    mutable_globals: true,
    bulk_memory: true,
    sign_extension: true,
    sat_float_to_int: true,
  }
  const disassembled = wabt.readWasm(new Uint8Array(source), {readDebugNames: true, ...features})
  disassembled.generateNames()
  disassembled.applyNames()
  const text = disassembled.toText({foldExprs: false, inlineExport: false}).replace(/^ +/gm, "")
  disassembled.destroy()
  const module = wabt.parseWat(`moonstep-${flavour}.wat`, patch(text, native, flavour), features)
  module.resolveNames()
  // the package's types do not know that validate takes the features, too
  const validate = module.validate.bind(module) as (features: object) => void
  validate(features)
  const bytes = new Uint8Array(module.toBinary({write_debug_names: false}).buffer)
  module.destroy()
  mkdirSync(dirname(cached), {recursive: true})
  writeFileSync(cached, bytes)
  return bytes
}
