/**
 * Where things stand in the VM's linear memory, and what bits mean there: wasm32, wasmoon 1.16.0 (Lua at commit be908a7d).
 * build.ts checks the binary's hash and puts these numbers into native.wat; layout-check.ts compares at every boot what
 * the C API can confirm.
 */

/** Bytes of a TValue and of a stack slot, the same as a power of two, and where its tag is. */
export const valueSize = 16
export const valueShift = 4
export const valueTag = 8

/** What every object of the collector's begins with (CommonHeader, lobject.h). */
export const object = {next: 0, kind: 4, marked: 5} as const
/** lua_State (lstate.h). */
export const luaState = {
  status: 6,
  top: 12,
  global: 16,
  ci: 20,
  stack: 28,
  toBeClosed: 36,
  errorJump: 48,
  baseCi: 52,
  cCalls: 96,
  hookMask: 112,
} as const
/** lua_status: what runs or is over, what has yielded; an error beyond that. */
export const statuses = {running: 0, yielded: 1} as const
/** CallInfo (lstate.h). */
export const callInfo = {
  func: 0,
  top: 4,
  previous: 8,
  next: 12,
  savedPc: 16,
  trap: 20,
  extraArgs: 24,
  /** Of a C function: where it goes on when it has been left (u.c.k), and what that is told. */
  continuation: 16,
  context: 24,
  callStatus: 34,
} as const
/** Its callstatus: C function, pcall that may yield (CIST_YPCALL), tail call, finalizer; and two free ones ($ms_note_closing, $ms_is_over). */
export const callStatusBits = {
  c: 2,
  protectedCall: 16,
  tail: 32,
  finalizer: 128,
  repeats: 0x4000,
  over: 0x8000,
} as const
/** lua_Debug (lua.h): what lua_getinfo answers. */
export const debugInfo = {
  name: 4,
  currentLine: 24,
  lineDefined: 28,
  lastLineDefined: 32,
  upvalueCount: 36,
  parameterCount: 37,
  isVararg: 38,
  isTailCall: 39,
  ci: 104,
  size: 108,
} as const
/** LClosure and CClosure (lobject.h): upvalues of a Lua closure are pointers from 16, of a C closure values from 16. */
export const closure = {upvalueCount: 6, proto: 12, cFunction: 12, upvalues: 16} as const
/** Proto (lobject.h). The three bytes behind maxStackSize are free: native.wat keeps the function's number there. */
export const proto = {
  parameterCount: 6,
  isVararg: 7,
  maxStackSize: 8,
  number: 9,
  upvalueCount: 12,
  codeCount: 20,
  lineInfoCount: 24,
  protoCount: 28,
  localCount: 32,
  absLineCount: 36,
  lineDefined: 40,
  lastLineDefined: 44,
  constants: 48,
  code: 52,
  protos: 56,
  lineInfo: 64,
  absLineInfo: 68,
  locals: 72,
  source: 76,
} as const
/** LocVar: name, first pc, pc behind the last; 12 bytes. */
export const localVariable = {size: 12, name: 0, startPc: 4, endPc: 8} as const
/** AbsLineInfo (lobject.h), at least one for 128 instructions; `instead` stands in lineInfo where one is to be looked for. */
export const absLine = {shift: 3, pc: 0, line: 4, everyShift: 7, instead: -128} as const
/** TString: short strings have their length at 7, long ones at 12; the bytes begin at 16. */
export const string = {kind: 4, extra: 6, shortLength: 7, longLength: 12, bytes: 16} as const
/** What marks a chunk's name (at `extra`) that has the chunk's text behind it ($ms_keep_text). */
export const keptText = {mark: 2} as const
/** Table: node part of 2^lsizenode nodes of 24 bytes. `notSize` in its flags: alimit is not the array's size. */
export const table = {flags: 6, logNodes: 7, arrayLimit: 8, array: 12, nodes: 16, metatable: 24, notSize: 128} as const
export const node = {size: 24, valueTag: 8, keyTag: 9, next: 12, key: 16} as const
/** global_State: bytes in use (totalBytes + debt), the flags that stop the collector (inside a finalizer), all objects. */
export const globalState = {
  totalBytes: 8,
  debt: 12,
  lastAtomic: 20,
  currentWhite: 76,
  state: 77,
  stopped: 82,
  allObjects: 88,
  finalizable: 96,
  toBeFinalized: 120,
  survivors: 128,
  reallyOld: 136,
  finalizableSurvivors: 144,
  finalizableReallyOld: 152,
  mainThread: 164,
} as const

/** Why the collector is stopped (gcstp, lgc.h): it runs itself, its state is being closed. */
export const collectorStops = {byItself: 2, closing: 4} as const
/** gcstate (lgc.h). */
export const collectorStates = {pause: 8} as const
/** What the collector knows an object by, beside the tags of values: a function's code (LUA_TPROTO). */
export const objectKinds = {proto: 10} as const
/** Of an object's mark (lgc.h): its colour, and what is neither colour nor age. */
export const gcBits = {white: 0x18, notWhite: ~0x18, black: 0x20, kept: 0xc0} as const

/** Value tags (lobject.h): type in the low four bits, variant above, 64 = collectable. */
export const tags = {
  luaClosure: 6 | 64,
  cClosure: 0x26 | 64,
  lightC: 0x16,
  thread: 8 | 64,
  table: 5 | 64,
  integer: 3,
  shortString: 4,
  longString: 0x14,
  collectable: 64,
} as const
export const tagMasks = {type: 15, variant: 63} as const
/** Types without their variant (lua.h): nil, and a free table entry; functions of all kinds. */
export const types = {nil: 0, string: 4, function: 6} as const

/** Opcodes (lopcodes.h): those that somebody here must know. */
export const opcodes = {
  loadI: 1,
  lFalseSkip: 6,
  loadTrue: 7,
  loadNil: 8,
  close: 54,
  jmp: 56,
  eq: 57,
  testSet: 67,
  call: 68,
  tailCall: 69,
  return: 70,
  return0: 71,
  return1: 72,
  forLoop: 73,
  forPrep: 74,
  tForPrep: 75,
  tForCall: 76,
  tForLoop: 77,
  closure: 79,
  extraArg: 82,
} as const
/** An instruction word (lopcodes.h): masks of its parts in their place, where these begin, and what signed ones add. */
export const word = {
  opcode: 0x7f,
  rest: ~0x7f,
  a: 0x7f80,
  b: 0xff0000,
  withoutC: 0xffff80,
  argument: 0xff,
  aShift: 7,
  bShift: 16,
  cShift: 24,
  bxShift: 15,
  sBxZero: 65535,
  sJZero: 16777215,
} as const
/** luaP_opmodes (lopcodes.c): a byte for each opcode. `takesTop`: it may take its operands up to the top (isIT). */
export const opModes = {address: 10992, takesTop: 32} as const

const dispatchTable = {address: 11936, count: 83} as const
/** The jump table that the interpreter dispatches through (native.wat). */
export const dispatch = {
  ...dispatchTable,
  end: dispatchTable.address + 4 * dispatchTable.count,
  firstLabel: 2,
  trapLabel: 84,
  breakOpcode: opcodes.extraArg,
} as const

/** The control block: byte offsets of its words from its base ($ms_base). */
export const control = {
  /** modeBits. */
  mode: 0,
  /** Set by another thread before it overwrites the dispatch table. */
  poked: 4,
  /** Instructions until the next poll, and the reload value of it. */
  pollLeft: 8,
  pollEvery: 12,
  /** 1: $js_error is called where nothing in sight catches; 2: for all. */
  watchErrors: 16,
  /** $js_loaded is called for chunks. */
  watchChunks: 20,
  /** Of nested $ms_lift. */
  liftDepth: 24,
  /** Address of the patch table, and its slots minus one (a power of two minus one; −1: no table). */
  table: 28,
  tableMask: 32,
  /** The lua_State that counts as main. */
  mainState: 36,
  /** Of the resume chain. */
  resumeDepth: 40,
  /** The first object with a finalizer that is older than the program (1: its end calls none). */
  finalizersEnd: 44,
  /** Trace: the last CallInfo, and the address of its last instruction. */
  traceCi: 48,
  tracePc: 52,
  /**
   * Step: lua_State, its CallInfo, the index of its last block leader, and the address of the call that it is in (0: none
   * is watched).
   */
  stepState: 56,
  stepCi: 60,
  stepIndex: 64,
  stepCall: 68,
  /** Traps so far that called JS. */
  trapCount: 72,
  /** Whether standard input may be waited for: a program runs, and not something that the debugger evaluates. */
  mayRead: 76,
  /**
   * Trace: where the run of instructions ends that begin no line after the last one (0: none is known, 1: the last one was
   * a vararg function's preparation), and the line of the last one (−1: stripped code).
   */
  traceEnd: 80,
  traceLine: 84,
  /** Instructions until the next count, and the reload value of it. */
  countLeft: 88,
  countEvery: 92,
  /** The C function coroutine.resume. */
  resumeFunction: 96,
  /** Coroutines that have died of an error it has caught, so far. */
  deathCount: 100,
  /** What the debugger evaluates runs on this lua_State, and stands on the program's: its lua_State, its frame. */
  evaluationState: 104,
  evaluatedState: 108,
  evaluatedCi: 112,
  /** Loads of code that comes from no file to be told yet (−1: all of them). */
  tellLoads: 116,
  /** $ms_read_piece in the function table. */
  readPiece: 120,
  /** 1: a program that stands leaves its native stack. */
  leaves: 124,
  /** The resume chain: 256 pairs (lua_State, its resumer). */
  chain: 128,
  /** A copy of the unchanged dispatch table. */
  dispatchCopy: 2176,
  /** The word that is executed for a call that is watched. */
  watchedWord: 2512,
  /** Where the results of one are, and where they end. */
  resultsStart: 2516,
  resultsEnd: 2520,
  /** Step: the lua_State of the frame whose callers are watched (0: none are). */
  returnsOf: 2524,
  /** How the program that has ended last has done so (lua_pcallk). */
  programStatus: 2528,
  /** The CallInfo of the running program's $ms_program; 0: none runs. */
  programCi: 2532,
  /** Where they stand in the function table. */
  continuations: 2536,
  /** 1: a native stack is being left. */
  leaving: 2540,
  /** What the next trap is of (`resumed`), which is none of the program's own; 0: there is nothing of the kind. */
  resumed: 2544,
  /** Reading standard input: the lua_State, the file, and the offsets in its stack of the top and the last to-be-closed. */
  reader: 2548,
  readFile: 2552,
  readTop: 2556,
  readBoxes: 2560,
  /** What is said of a file that was open when the state was saved: up to 508 bytes, the last one 0. */
  staleWords: 2564,
  /** The last of those coroutines: death.slots times death. */
  deaths: 3072,
  /** 256 trace entries (native.wat, $ms_entry), by the instruction's address. */
  traceEntries: 4096,
  size: 8192,
} as const
/** What goes on where a C function has been left (lua_KFunction): exports, which stand in the function table in this order. */
export const continuations = {ms_ended: 0, ms_again: 1, ms_raise: 2, ms_host_goes_on: 3, ms_required: 4} as const
/** Texts of Lua's own, by their addresses: "attempt to yield from outside a coroutine". */
export const messages = {yieldOutside: 5339} as const
/** A pair of the resume chain. */
export const resumption = {size: 8, shift: 3, slots: 256, state: 0, from: 4} as const
/** A coroutine that has died of an error which coroutine.resume has caught. */
export const death = {size: 16, shift: 4, slots: 64, state: 0, value: 4, tag: 8} as const
export const modeBits = {lines: 1, poll: 2, calls: 4, count: 8} as const
/**
 * Reasons that $ms_trap gives. Of the stepped frame: tailCall, it is about to be replaced; givesResults, it is about to
 * return; callReturned, a call has returned to it. Of all frames: called, calledTail, returning. Without an instruction:
 * the state whose callers are watched resumes, or closes.
 */
export const whyBits = {
  breakpoint: 1,
  step: 2,
  returned: 4,
  line: 8,
  poke: 16,
  poll: 32,
  stray: 64,
  tailCall: 128,
  called: 256,
  calledTail: 512,
  returning: 1024,
  counted: 2048,
  givesResults: 4096,
  callReturned: 8192,
  resumes: 16384,
  closes: 32768,
} as const
/**
 * A slot of the patch table: the address of the instruction (0: free), its original word, slotKinds, the passes so far,
 * the hit condition (0 none, 1 >=, 2 >, 3 ==, 4 %, 5 <, 6 <=) and its number.
 */
export const slot = {
  size: 32,
  shift: 5,
  address: 0,
  word: 4,
  kind: 8,
  passes: 16,
  hitOperator: 20,
  hitNumber: 24,
} as const
/** Where it is looked for first: its address >>> 2, times factor, >>> shift, within the table. */
export const slotHash = {factor: 0x9e3779b1, shift: 12} as const
/** What is known of an instruction (native.wat, $ms_entry). */
export const traceEntry = {shift: 4, slots: 256, address: 0, line: 4, end: 8, takesTop: 12} as const
/** Of the function that is stepped: leaders of blocks, tail calls, results, calls, and where it goes on behind them. */
export const slotKinds = {
  breakpoint: 1,
  leader: 2,
  returnPoint: 4,
  tailCall: 8,
  result: 16,
  call: 32,
  callReturn: 64,
} as const

/**
 * Of a program that has come back to its stack: the instruction that it stood at, or one that is executed once more
 * ($ms_note_closing); and what both are poked for, no reason of others (base/poke-reasons.ts).
 */
export const resumed = {stood: 1, repeats: 2, poke: 0x40000000} as const
/** What JS answers to $ms_trap: the program goes on, is to stand, or raises the error on top. */
export const trapAnswers = {goOn: 0, stand: 1, raise: 2} as const
/** What JS answers instead of how much it has read: there is nothing yet, and the stack is to be left, or can't be. */
export const readAnswers = {leave: -1, refuse: -2} as const
/** What JS answers to $ms_host: how many results, or what the program is to do first. */
export const hostAnswers = {results: 255, pausing: 256, waiting: 512} as const
/** The readers of lua_load by their place in the function table: getS (lauxlib.c), generic_reader (lbaselib.c). */
export const readers = {string: 3, stringSize: 4, function: 12} as const
/** What $ms_read_piece puts together: generic_reader's own data; the text, its bytes, and the room for it. */
export const pieces = {own: 0, text: 4, size: 8, room: 12, all: 16} as const

/** Where musl has errno, and what gmtime and localtime answer. */
export const errno = 31456
export const brokenDownTimes = [31496, 31596] as const
/** Where musl has the list of files that are open, beside the three that always are (ofl.c). */
export const openFiles = 31644
/** One of them (stdio_impl.h). */
export const openFile = {
  flags: 0,
  refusesReads: 4,
  refusesWrites: 8,
  readAt: 4,
  readEnd: 8,
  /** Without F_EOF and F_ERR. */
  withoutEnd: ~0x30,
  /** rpos, rend, wend, wpos, wbase. */
  places: [4, 8, 16, 20, 28],
  next: 56,
  descriptor: 60,
} as const
