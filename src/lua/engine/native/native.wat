;; What Moonstep adds to Lua's virtual machine. This text is spliced into wasmoon's module at build time (build.ts), so
;; that no JS function ever lies between Lua and Lua: where JS is on the stack, JSPI can't suspend a program.
;;
;; THE IDEA. Lua's interpreter finds the code of an instruction through a table in linear memory ("disptab", lvm.c's
;; jump table). An entry there that holds TRAP_LABEL leads to $ms_trap instead. That gives two ways in, and neither
;; costs anything until it is used:
;;   1. a BREAKPOINT overwrites the opcode of one instruction by OP_EXTRAARG, which is never dispatched otherwise and
;;      whose entry always holds TRAP_LABEL; the original word is kept in a slot of the patch table;
;;   2. a POKE overwrites every entry: the next instruction of any program, in any coroutine, wherever it is, traps.
;;      Any thread that sees the memory can do that; nothing else is to be known about the running state.
;;
;; THE NUMBERS stand in layout.ts, and are put in from there at the build: NAME.FIELD, sums and unions of them.

;; The slot of an address, or 0.
(func $ms_find (param $address i32) (result i32)
  (local $mask i32) (local $index i32) (local $slot i32) (local $found i32)
  (local.set $mask (i32.load offset=control.tableMask (global.get $ms_base)))
  (if (i32.eq (local.get $mask) (i32.const -1)) (then (return (i32.const 0))))
  (local.set $index (i32.shr_u (i32.mul (i32.shr_u (local.get $address) (i32.const 2)) (i32.const slotHash.factor)) (i32.const slotHash.shift)))
  (loop $probe
    (local.set $slot (i32.add (i32.load offset=control.table (global.get $ms_base))
      (i32.shl (i32.and (local.get $index) (local.get $mask)) (i32.const slot.shift))))
    (local.set $found (i32.load (local.get $slot)))
    (if (i32.eq (local.get $found) (local.get $address)) (then (return (local.get $slot))))
    (if (i32.eqz (local.get $found)) (then (return (i32.const 0))))
    (local.set $index (i32.add (local.get $index) (i32.const 1)))
    (br $probe))
  (unreachable))

;; Puts every original word back (lift) and every trap in again (lay), around Lua's own readers of code: symbolic
;; execution for the names in messages, and string.dump. Calls nest.
(func $ms_lift
  (local $depth i32)
  (local.set $depth (i32.load offset=control.liftDepth (global.get $ms_base)))
  (i32.store offset=control.liftDepth (global.get $ms_base) (i32.add (local.get $depth) (i32.const 1)))
  (if (i32.eqz (local.get $depth)) (then (call $ms_write_all (i32.const 0)))))
(func $ms_lay
  (local $depth i32)
  (local.set $depth (i32.sub (i32.load offset=control.liftDepth (global.get $ms_base)) (i32.const 1)))
  (i32.store offset=control.liftDepth (global.get $ms_base) (local.get $depth))
  (if (i32.eqz (local.get $depth)) (then (call $ms_write_all (i32.const 1)))))
(func $ms_write_all (param $trap i32)
  (local $slot i32) (local $end i32) (local $mask i32) (local $word i32)
  (local.set $mask (i32.load offset=control.tableMask (global.get $ms_base)))
  (if (i32.eq (local.get $mask) (i32.const -1)) (then (return)))
  (local.set $slot (i32.load offset=control.table (global.get $ms_base)))
  (local.set $end (i32.add (local.get $slot) (i32.shl (i32.add (local.get $mask) (i32.const 1)) (i32.const slot.shift))))
  (loop $next
    (if (i32.load (local.get $slot)) (then
      (local.set $word (i32.load offset=slot.word (local.get $slot)))
      (if (local.get $trap) (then
        (local.set $word (i32.or (i32.and (local.get $word) (i32.const word.rest)) (i32.const dispatch.breakOpcode)))))
      (i32.store (i32.load (local.get $slot)) (local.get $word))))
    (local.set $slot (i32.add (local.get $slot) (i32.const slot.size)))
    (br_if $next (i32.lt_u (local.get $slot) (local.get $end)))))

;; luaG_getfuncline (ldebug.c): the 1-based line of instruction $n of Proto $p, or −1 in stripped code.
(func $ms_line (export "ms_line") (param $p i32) (param $n i32) (result i32)
  (local $info i32) (local $abs i32) (local $count i32) (local $line i32) (local $at i32) (local $i i32)
  (local.set $info (i32.load offset=proto.lineInfo (local.get $p)))
  (if (i32.eqz (local.get $info)) (then (return (i32.const -1))))
  (local.set $count (i32.load offset=proto.absLineCount (local.get $p)))
  (local.set $abs (i32.load offset=proto.absLineInfo (local.get $p)))
  (local.set $line (i32.load offset=proto.lineDefined (local.get $p)))
  (local.set $at (i32.const -1))
  (if (local.get $count) (then (if (i32.ge_s (local.get $n) (i32.load (local.get $abs))) (then
    ;; AbsLineInfo is (pc, line); entries are at most 128 instructions apart, so this estimate is a lower bound
    (local.set $i (i32.sub (i32.shr_u (local.get $n) (i32.const absLine.everyShift)) (i32.const 1)))
    (if (i32.lt_s (local.get $i) (i32.const 0)) (then (local.set $i (i32.const 0))))
    (block $done (loop $next
      (br_if $done (i32.ge_s (i32.add (local.get $i) (i32.const 1)) (local.get $count)))
      (br_if $done (i32.lt_s (local.get $n)
        (i32.load (i32.add (local.get $abs) (i32.shl (i32.add (local.get $i) (i32.const 1)) (i32.const absLine.shift))))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $next)))
    (local.set $i (i32.add (local.get $abs) (i32.shl (local.get $i) (i32.const absLine.shift))))
    (local.set $at (i32.load (local.get $i)))
    (local.set $line (i32.load offset=absLine.line (local.get $i)))))))
  (block $end (loop $more
    (br_if $end (i32.ge_s (local.get $at) (local.get $n)))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (local.set $line (i32.add (local.get $line) (i32.load8_s (i32.add (local.get $info) (local.get $at)))))
    (br $more)))
  (local.get $line))

(func $ms_proto (param $ci i32) (result i32)
  (i32.load offset=closure.proto (i32.load (i32.load (local.get $ci)))))

;; Whether Lua's line hook would see a new line on going from instruction $old to $new (luaG_traceexec, ldebug.c).
(func $ms_new_line (export "ms_new_line") (param $p i32) (param $old i32) (param $new i32) (result i32)
  (local $step i32)
  (if (i32.eqz (i32.load offset=proto.lineInfo (local.get $p))) (then (return (i32.const 0))))
  (if (i32.le_s (local.get $new) (local.get $old)) (then (return (i32.const 1))))
  (if (i32.eq (local.get $new) (i32.add (local.get $old) (i32.const 1))) (then
    (local.set $step (i32.load8_s (i32.add (i32.load offset=proto.lineInfo (local.get $p)) (local.get $new))))
    (if (i32.ne (local.get $step) (i32.const absLine.instead)) (then (return (i32.ne (local.get $step) (i32.const 0)))))))
  (i32.ne (call $ms_line (local.get $p) (local.get $old)) (call $ms_line (local.get $p) (local.get $new))))

;; The last instruction that was executed, where $n was the last to be fetched. OP_TFORPREP goes on into its loop's
;; OP_TFORCALL by itself (lvm.c), and that call has been made: as after any call, it counts as the last.
(func $ms_last (param $p i32) (param $n i32) (result i32)
  (local $word i32)
  (local.set $word (call $ms_word (i32.add (i32.load offset=proto.code (local.get $p)) (i32.shl (local.get $n) (i32.const 2)))))
  (if (i32.ne (i32.and (local.get $word) (i32.const word.opcode)) (i32.const opcodes.tForPrep)) (then (return (local.get $n))))
  (i32.add (i32.add (local.get $n) (i32.const 1)) (i32.shr_u (local.get $word) (i32.const word.bxShift))))

;; What tracing knows of the instruction at $pc, number $n of Proto $p: the address of a TRACE ENTRY. It has the
;; instruction's address, its line, where the run of instructions behind it ends that are on its line, and whether it takes
;; its operands up to the top.
;; A run holds at most 64 instructions, and no OP_TFORPREP, which takes the end of its loop along (see $ms_last).
(func $ms_entry (param $p i32) (param $n i32) (param $pc i32) (result i32)
  (local $entry i32) (local $end i32) (local $info i32) (local $at i32)
  (local.set $entry (call $ms_entry_of (local.get $pc)))
  (if (i32.eq (i32.load (local.get $entry)) (local.get $pc)) (then (return (local.get $entry))))
  (i32.store (local.get $entry) (local.get $pc))
  (i32.store offset=traceEntry.line (local.get $entry) (call $ms_line (local.get $p) (local.get $n)))
  (i32.store offset=traceEntry.takesTop (local.get $entry) (call $ms_takes_top (call $ms_word (local.get $pc))))
  (local.set $info (i32.add (i32.load offset=proto.lineInfo (local.get $p)) (local.get $n)))
  (local.set $end (i32.sub (i32.load offset=proto.lineInfoCount (local.get $p)) (local.get $n)))
  (if (i32.gt_s (local.get $end) (i32.const 64)) (then (local.set $end (i32.const 64))))
  (local.set $end (i32.add (local.get $info) (local.get $end)))
  (local.set $at (local.get $pc))
  (if (i32.load offset=proto.lineInfo (local.get $p)) (then
    (block $done (loop $next
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $info (i32.add (local.get $info) (i32.const 1)))
      (br_if $done (i32.ge_s (local.get $info) (local.get $end)))
      (br_if $done (i32.load8_s (local.get $info)))
      (br_if $next (i32.ne (i32.and (call $ms_word (local.get $at)) (i32.const word.opcode)) (i32.const opcodes.tForPrep)))))))
  (i32.store offset=traceEntry.end (local.get $entry) (local.get $at))
  (local.get $entry))
(func $ms_entry_of (param $pc i32) (result i32)
  (i32.add (i32.add (global.get $ms_base) (i32.const control.traceEntries))
    (i32.shl (i32.and (i32.shr_u (local.get $pc) (i32.const 2)) (i32.const traceEntry.slots-1)) (i32.const traceEntry.shift))))
(func $ms_forget_entries (export "ms_forget_entries")
  (memory.fill (i32.add (global.get $ms_base) (i32.const control.traceEntries)) (i32.const 0) (i32.const control.size-control.traceEntries)))

;; One instruction of a program that is traced: the reasons it gives, of line, called, calledTail, returning.
;; Lines follow luaG_traceexec, luaD_hookcall and rethook (ldo.c): a function's first instruction begins one, and after a
;; return the call's instruction counts as the last.
(func $ms_trace (param $ci i32) (param $pc i32) (param $mode i32) (result i32)
  (local $p i32) (local $code i32) (local $n i32) (local $old i32) (local $why i32) (local $op i32)
  (local $last i32) (local $prepared i32) (local $begins i32) (local $entry i32) (local $last_op i32)
  (local.set $p (call $ms_proto (local.get $ci)))
  (local.set $code (i32.load offset=proto.code (local.get $p)))
  (local.set $n (i32.shr_s (i32.sub (local.get $pc) (local.get $code)) (i32.const 2)))
  (local.set $last (i32.sub (i32.load offset=control.tracePc (global.get $ms_base)) (local.get $code)))
  (if (i32.and (i32.eq (local.get $ci) (i32.load offset=control.traceCi (global.get $ms_base)))
               (i32.lt_u (local.get $last) (i32.shl (i32.load offset=proto.codeCount (local.get $p)) (i32.const 2))))
    (then
      (local.set $last_op (i32.and (call $ms_word (i32.load offset=control.tracePc (global.get $ms_base))) (i32.const word.opcode)))
      (local.set $old (call $ms_last (local.get $p) (i32.shr_s (local.get $last) (i32.const 2))))
      (local.set $prepared (select (i32.eqz (local.get $n)) (i32.eq (local.get $n) (i32.const 1))
        (i32.ne (i32.load offset=control.traceEnd (global.get $ms_base)) (i32.const 1))))
      ;; not where a loop goes back to the first instruction
      (if (i32.and (local.get $prepared) (i32.eqz (local.get $n))) (then
        (local.set $prepared (i32.lt_u (i32.sub (local.get $last_op) (i32.const opcodes.tailCall)) (i32.const opcodes.return1-opcodes.tailCall+1))))))
    (else
      (local.set $prepared (i32.eqz (local.get $n)))
      (i32.store offset=control.traceCi (global.get $ms_base) (local.get $ci))
      (local.set $old (i32.sub (i32.shr_s (i32.sub (i32.load offset=callInfo.savedPc (local.get $ci)) (local.get $code)) (i32.const 2)) (i32.const 1)))))
  (i32.store offset=control.tracePc (global.get $ms_base) (local.get $pc))
  (if (i32.and (i32.eqz (local.get $n)) (i32.load8_u offset=proto.isVararg (local.get $p)))
    (then ;; OP_VARARGPREP: the hooks of a vararg function begin behind it
      (i32.store offset=control.traceEnd (global.get $ms_base) (i32.const 1))
      (return (i32.const 0))))
  (if (call $ms_is_over (local.get $ci)) (then (return (i32.const 0))))
  (local.set $entry (call $ms_entry (local.get $p) (local.get $n) (local.get $pc)))
  (local.set $op (i32.and (call $ms_word (local.get $pc)) (i32.const word.opcode)))
  ;; OP_TFORPREP, and calls and counts, which want every instruction: there is no run
  (i32.store offset=control.traceEnd (global.get $ms_base)
    (select (i32.load offset=traceEntry.end (local.get $entry)) (i32.const 0)
      (i32.and (i32.eq (local.get $mode) (i32.const modeBits.lines)) (i32.ne (local.get $op) (i32.const opcodes.tForPrep)))))
  (i32.store offset=control.traceLine (global.get $ms_base) (i32.load offset=traceEntry.line (local.get $entry)))
  (if (i32.and (local.get $mode) (i32.const modeBits.calls)) (then
    (if (local.get $prepared) (then
      (local.set $why (select (i32.const whyBits.calledTail) (i32.const whyBits.called) (i32.and (i32.load16_u offset=callInfo.callStatus (local.get $ci)) (i32.const callStatusBits.tail))))))
    ;; OP_RETURN, OP_RETURN0, OP_RETURN1, and OP_TAILCALL of a C function, which returns at once
    (if (i32.or (i32.lt_u (i32.sub (local.get $op) (i32.const opcodes.return)) (i32.const opcodes.return1-opcodes.return+1))
                (i32.and (i32.eq (local.get $op) (i32.const opcodes.tailCall)) (call $ms_calls_native (local.get $ci) (local.get $pc)))) (then
      (local.set $why (i32.or (local.get $why) (i32.const whyBits.returning)))))))
  (if (i32.and (local.get $mode) (i32.const modeBits.lines)) (then
    (if (local.get $prepared)
      (then (local.set $begins (i32.ne (i32.load offset=proto.lineInfo (local.get $p)) (i32.const 0))))
      (else (local.set $begins (call $ms_new_line (local.get $p) (local.get $old) (local.get $n)))))
    (if (local.get $begins) (then (local.set $why (i32.or (local.get $why) (i32.const whyBits.line)))))))
  (local.get $why))

;; Whether the call at $pc is one of a C function, light or a closure.
(func $ms_calls_native (param $ci i32) (param $pc i32) (result i32)
  (local $tag i32)
  (local.set $tag (i32.load8_u offset=valueTag (call $ms_register_a (local.get $ci) (call $ms_word (local.get $pc)))))
  (i32.or (i32.eq (local.get $tag) (i32.const tags.lightC)) (i32.eq (local.get $tag) (i32.const tags.cClosure))))

;; The place of an instruction's register A: the first one lies behind the function's own slot.
(func $ms_register_a (param $ci i32) (param $word i32) (result i32)
  (i32.add (i32.load (local.get $ci))
    (i32.add (i32.shr_u (i32.and (local.get $word) (i32.const word.a)) (i32.const word.aShift-valueShift)) (i32.const valueSize))))

;; The same where nothing but lines is wanted and the instruction is known: 0 no line begins, 1 one does, −1 ask $ms_trace.
;; Within an activation a line begins at a jump back, and where the number differs (luaG_traceexec compares the same).
(func $ms_trace_known (param $ci i32) (param $pc i32) (result i32)
  (local $entry i32) (local $last i32) (local $line i32) (local $old i32)
  (if (i32.ne (local.get $ci) (i32.load offset=control.traceCi (global.get $ms_base))) (then (return (i32.const -1))))
  (if (i32.lt_u (i32.load offset=control.traceEnd (global.get $ms_base)) (i32.const 2)) (then (return (i32.const -1))))
  (if (call $ms_is_over (local.get $ci)) (then (return (i32.const -1))))
  (local.set $entry (call $ms_entry_of (local.get $pc)))
  (if (i32.ne (i32.load (local.get $entry)) (local.get $pc)) (then (return (i32.const -1))))
  (local.set $last (i32.load offset=control.tracePc (global.get $ms_base)))
  (local.set $line (i32.load offset=traceEntry.line (local.get $entry)))
  (local.set $old (i32.load offset=control.traceLine (global.get $ms_base)))
  (i32.store offset=control.tracePc (global.get $ms_base) (local.get $pc))
  (i32.store offset=control.traceEnd (global.get $ms_base) (i32.load offset=traceEntry.end (local.get $entry)))
  (i32.store offset=control.traceLine (global.get $ms_base) (local.get $line))
  (i32.or (i32.le_u (local.get $pc) (local.get $last)) (i32.ne (local.get $line) (local.get $old))))

;; A block leader of the stepped function: the same question, asked only where an answer can be yes (step.ts).
(func $ms_leader (param $ci i32) (param $pc i32) (result i32)
  (local $p i32) (local $n i32) (local $old i32)
  (local.set $p (call $ms_proto (local.get $ci)))
  (local.set $n (i32.shr_s (i32.sub (local.get $pc) (i32.load offset=proto.code (local.get $p))) (i32.const 2)))
  (local.set $old (call $ms_last (local.get $p) (i32.load offset=control.stepIndex (global.get $ms_base))))
  (i32.store offset=control.stepIndex (global.get $ms_base) (local.get $n))
  (call $ms_new_line (local.get $p) (local.get $old) (local.get $n)))

;; Counts one pass of a breakpoint; 1 when its hit condition holds.
(func $ms_pass (param $slot i32) (result i32)
  (local $passes i32) (local $n i32)
  (local.set $passes (i32.add (i32.load offset=slot.passes (local.get $slot)) (i32.const 1)))
  (i32.store offset=slot.passes (local.get $slot) (local.get $passes))
  (local.set $n (i32.load offset=slot.hitNumber (local.get $slot)))
  (block $le (block $lt (block $mod (block $eq (block $gt (block $ge (block $none
    (br_table $none $ge $gt $eq $mod $lt $le $none (i32.load offset=slot.hitOperator (local.get $slot))))
    (return (i32.const 1)))
    (return (i32.ge_u (local.get $passes) (local.get $n))))
    (return (i32.gt_u (local.get $passes) (local.get $n))))
    (return (i32.eq (local.get $passes) (local.get $n))))
    (return (i32.eqz (i32.rem_u (local.get $passes) (local.get $n)))))
    (return (i32.lt_u (local.get $passes) (local.get $n))))
  (i32.le_u (local.get $passes) (local.get $n)))

;; Whether $ci is one of the frames that wait below the stepped one, in the same lua_State or another.
(func $ms_waits (param $L i32) (param $ci i32) (result i32)
  (local $at i32)
  (if (i32.ne (local.get $L) (i32.load offset=control.stepState (global.get $ms_base))) (then (return (i32.const 1))))
  (local.set $at (i32.load offset=control.stepCi (global.get $ms_base)))
  (loop $next
    (local.set $at (i32.load offset=callInfo.previous (local.get $at)))
    (if (i32.eqz (local.get $at)) (then (return (i32.const 0))))
    (br_if $next (i32.ne (local.get $at) (local.get $ci))))
  (i32.const 1))

;; Tells of a line and nothing else. As before a hook (luaG_traceexec): the frame's own pc, and a top above all its
;; registers, unless the instruction takes its operands up to the top.
(func $ms_tell_line (param $L i32) (param $ci i32) (param $next i32) (param $takes_top i32)
  (local $top i32)
  (i32.store offset=control.trapCount (global.get $ms_base) (i32.add (i32.load offset=control.trapCount (global.get $ms_base)) (i32.const 1)))
  (i32.store offset=callInfo.savedPc (local.get $ci) (local.get $next))
  (local.set $top (i32.sub (i32.load offset=luaState.top (local.get $L)) (i32.load offset=luaState.stack (local.get $L))))
  (if (i32.eqz (local.get $takes_top)) (then (i32.store offset=luaState.top (local.get $L) (i32.load offset=callInfo.top (local.get $ci)))))
  (if (call $js_line (local.get $L) (local.get $ci) (i32.load offset=control.traceLine (global.get $ms_base))) (then (call $ms_stand (local.get $L))))
  (i32.store offset=luaState.top (local.get $L) (i32.add (i32.load offset=luaState.stack (local.get $L)) (local.get $top))))

;; A trap that a step has laid, in the frame that is stepped: the reasons it gives, of step, tailCall, givesResults,
;; callReturned.
(func $ms_step (param $L i32) (param $ci i32) (param $pc i32) (param $kind i32) (result i32)
  (local $why i32) (local $call i32)
  (if (i32.or (i32.ne (local.get $ci) (i32.load offset=control.stepCi (global.get $ms_base)))
              (i32.ne (local.get $L) (i32.load offset=control.stepState (global.get $ms_base)))) (then (return (i32.const 0))))
  (if (i32.eq (i32.load offset=control.stepCall (global.get $ms_base)) (i32.sub (local.get $pc) (i32.const 4))) (then
    (i32.store offset=control.stepCall (global.get $ms_base) (i32.const 0))
    (local.set $call (call $ms_word (i32.sub (local.get $pc) (i32.const 4))))))
  (if (i32.and (local.get $kind) (i32.const slotKinds.leader)) (then
    (if (i32.eqz (call $ms_is_over (local.get $ci))) (then
      (if (call $ms_leader (local.get $ci) (local.get $pc)) (then
        (local.set $why (i32.const whyBits.step))))))))
  (if (i32.and (local.get $kind) (i32.const slotKinds.tailCall)) (then
    (if (i32.eqz (call $ms_calls_native (local.get $ci) (local.get $pc))) (then
      (local.set $why (i32.or (local.get $why) (i32.const whyBits.tailCall)))))))
  (if (i32.and (local.get $kind) (i32.const slotKinds.result)) (then
    (local.set $why (i32.or (local.get $why) (i32.const whyBits.givesResults)))))
  (if (i32.and (local.get $kind) (i32.const slotKinds.callReturn)) (then
    (if (local.get $call) (then
      (call $ms_find_results (local.get $L) (local.get $ci) (local.get $call))
      (local.set $why (i32.or (local.get $why) (i32.const whyBits.callReturned)))))))
  (local.get $why))

;; Where the results of a call lie that has just returned to $ci: from its register A on, as many as its word wants, or
;; up to the top. Those that the line drops ($ms_call) are off the stack then, as they would have been.
(func $ms_find_results (param $L i32) (param $ci i32) (param $call i32)
  (local $at i32) (local $wanted i32)
  (local.set $at (call $ms_register_a (local.get $ci) (local.get $call)))
  (local.set $wanted (i32.shr_u (local.get $call) (i32.const word.cShift)))
  (i32.store offset=control.resultsStart (global.get $ms_base) (local.get $at))
  (i32.store offset=control.resultsEnd (global.get $ms_base)
    (if (result i32) (i32.gt_u (local.get $wanted) (i32.const 1))
      (then (i32.add (local.get $at) (i32.shl (i32.sub (local.get $wanted) (i32.const 1)) (i32.const valueShift))))
      (else (i32.load offset=luaState.top (local.get $L)))))
  (if (i32.eq (local.get $wanted) (i32.const 1)) (then (i32.store offset=luaState.top (local.get $L) (local.get $at)))))

;; The word to be executed at $pc, an instruction that the stepped frame has a trap for: its address. A call whose results
;; are dropped (C = 1) is executed as one that keeps all of them (C = 0): above its register A nothing lives, and no
;; instruction behind it looks at the top, so a step that is over before the call leaves nothing to be put right. A tail
;; call of a C function is executed as such a call, too: the OP_RETURN behind it is there to return what it gives, since
;; the function may yield. The frame is over then ($ms_is_over).
(func $ms_call (param $L i32) (param $ci i32) (param $pc i32) (result i32)
  (local $slot i32) (local $at i32) (local $kind i32) (local $word i32)
  (local.set $at (call $ms_address (local.get $pc)))
  (if (i32.eq (local.get $at) (local.get $pc)) (then (return (local.get $at))))
  (local.set $slot (i32.sub (local.get $at) (i32.const slot.word)))
  (local.set $kind (i32.load offset=slot.kind (local.get $slot)))
  (if (i32.or (i32.or (i32.eqz (i32.and (local.get $kind) (i32.const slotKinds.call|slotKinds.tailCall)))
                      (i32.ne (local.get $ci) (i32.load offset=control.stepCi (global.get $ms_base))))
              (i32.ne (local.get $L) (i32.load offset=control.stepState (global.get $ms_base)))) (then (return (local.get $at))))
  (local.set $word (i32.load (local.get $at)))
  (if (i32.and (local.get $kind) (i32.const slotKinds.tailCall))
    (then
      (if (i32.eqz (call $ms_calls_native (local.get $ci) (local.get $pc))) (then (return (local.get $at))))
      (i32.store16 offset=callInfo.callStatus (local.get $ci) (i32.or (i32.load16_u offset=callInfo.callStatus (local.get $ci)) (i32.const callStatusBits.over))))
    (else
      (i32.store offset=control.stepCall (global.get $ms_base) (local.get $pc))
      (if (i32.ne (i32.shr_u (local.get $word) (i32.const word.cShift)) (i32.const 1)) (then (return (local.get $at))))))
  (i32.store offset=control.watchedWord (global.get $ms_base)
    (i32.or (i32.and (local.get $word) (i32.const word.withoutC)) (i32.const opcodes.call)))
  (i32.add (global.get $ms_base) (i32.const control.watchedWord)))

;; Whether a frame has made a tail call of a C function, and has an OP_RETURN to go which plain Lua does not have: the tail
;; call was its last line, and its return. A bit of callstatus (lstate.h) that is free.
(func $ms_is_over (param $ci i32) (result i32)
  (i32.and (i32.load16_u offset=callInfo.callStatus (local.get $ci)) (i32.const callStatusBits.over)))

;; Where the interpreter comes instead of an instruction: answers the address of the word it shall execute.
;; JS is told the reasons (whyBits). A stray trap is one of a table that is to be mended.
(func $ms_trap (param $L i32) (param $ci i32) (param $next i32) (result i32)
  (local $pc i32) (local $slot i32) (local $kind i32) (local $why i32) (local $mode i32) (local $top i32) (local $patched i32)
  (local $left i32)
  (local.set $pc (i32.sub (local.get $next) (i32.const 4)))
  (local.set $mode (i32.load offset=control.mode (global.get $ms_base)))
  (local.set $patched (i32.eq (i32.and (i32.load (local.get $pc)) (i32.const word.opcode)) (i32.const dispatch.breakOpcode)))
  (if (i32.and (i32.eq (local.get $mode) (i32.const modeBits.lines))
               (i32.eqz (i32.or (local.get $patched) (i32.load offset=control.poked (global.get $ms_base))))) (then
    ;; most instructions go on within a line
    (if (i32.and (i32.eq (local.get $ci) (i32.load offset=control.traceCi (global.get $ms_base)))
                 (i32.and (i32.gt_u (local.get $pc) (i32.load offset=control.tracePc (global.get $ms_base)))
                          (i32.lt_u (local.get $pc) (i32.load offset=control.traceEnd (global.get $ms_base))))) (then
      (i32.store offset=control.tracePc (global.get $ms_base) (local.get $pc))
      (return (local.get $pc))))
    (local.set $why (call $ms_trace_known (local.get $ci) (local.get $pc)))
    (if (i32.ge_s (local.get $why) (i32.const 0)) (then
      (if (local.get $why) (then (call $ms_tell_line (local.get $L) (local.get $ci) (local.get $next)
        (i32.load offset=traceEntry.takesTop (call $ms_entry_of (local.get $pc))))))
      (return (local.get $pc))))
    (local.set $why (i32.const 0))))
  (if (i32.and (local.get $patched) (i32.eqz (i32.load offset=control.resumed (global.get $ms_base)))) (then
    (local.set $slot (call $ms_find (local.get $pc)))
    (if (local.get $slot) (then
      (local.set $kind (i32.load offset=slot.kind (local.get $slot)))
      (if (i32.and (local.get $kind) (i32.const slotKinds.breakpoint)) (then
        (local.set $why (call $ms_pass (local.get $slot)))))
      (if (i32.ne (local.get $kind) (i32.const slotKinds.breakpoint)) (then
        (local.set $why (i32.or (local.get $why)
          (call $ms_step (local.get $L) (local.get $ci) (local.get $pc) (local.get $kind))))
        (if (i32.and (local.get $kind) (i32.const slotKinds.returnPoint)) (then
          (if (call $ms_waits (local.get $L) (local.get $ci)) (then
            (local.set $why (i32.or (local.get $why) (i32.const whyBits.returned)))))))))))))
  (if (select (i32.const 0) (i32.and (local.get $mode) (i32.const modeBits.lines|modeBits.calls|modeBits.count))
              (i32.load offset=control.resumed (global.get $ms_base))) (then
    (local.set $why (i32.or (local.get $why) (call $ms_trace (local.get $ci) (local.get $pc) (local.get $mode))))
    (if (i32.and (local.get $mode) (i32.const modeBits.count)) (then
      (local.set $left (i32.sub (i32.load offset=control.countLeft (global.get $ms_base)) (i32.const 1)))
      (i32.store offset=control.countLeft (global.get $ms_base) (local.get $left))
      (if (i32.le_s (local.get $left) (i32.const 0)) (then
        (i32.store offset=control.countLeft (global.get $ms_base) (i32.load offset=control.countEvery (global.get $ms_base)))
        (local.set $why (i32.or (local.get $why) (i32.const whyBits.counted)))))))))
  (if (i32.load offset=control.poked (global.get $ms_base)) (then
    (local.set $why (i32.or (local.get $why) (i32.const whyBits.poke)))))
  (if (i32.and (local.get $mode) (i32.const modeBits.poll)) (then
    (local.set $left (i32.sub (i32.load offset=control.pollLeft (global.get $ms_base)) (call $ms_weight (local.get $ci) (local.get $pc))))
    (i32.store offset=control.pollLeft (global.get $ms_base) (local.get $left))
    (if (i32.le_s (local.get $left) (i32.const 0)) (then
      (i32.store offset=control.pollLeft (global.get $ms_base) (i32.load offset=control.pollEvery (global.get $ms_base)))
      (local.set $why (i32.or (local.get $why) (i32.const whyBits.poll)))))))
  (if (i32.eqz (i32.or (i32.or (local.get $mode) (local.get $patched)) (local.get $why))) (then
    (local.set $why (i32.const whyBits.stray))))
  (if (i32.eq (local.get $why) (i32.const whyBits.line)) (then
    (call $ms_tell_line (local.get $L) (local.get $ci) (local.get $next) (call $ms_takes_top (call $ms_word (local.get $pc))))
    (return (call $ms_address (local.get $pc)))))
  (if (local.get $why) (then
    (i32.store offset=control.trapCount (global.get $ms_base) (i32.add (i32.load offset=control.trapCount (global.get $ms_base)) (i32.const 1)))
    ;; the frame's pc and top as in $ms_tell_line
    (i32.store offset=callInfo.savedPc (local.get $ci) (local.get $next))
    (local.set $top (i32.sub (i32.load offset=luaState.top (local.get $L)) (i32.load offset=luaState.stack (local.get $L))))
    (if (i32.eqz (call $ms_takes_top (call $ms_word (local.get $pc)))) (then
      (i32.store offset=luaState.top (local.get $L) (i32.load offset=callInfo.top (local.get $ci)))))
    (local.set $left (call $js_trap (local.get $L) (local.get $ci) (local.get $slot) (local.get $why)))
    (if (i32.eq (local.get $left) (i32.const trapAnswers.stand)) (then (call $ms_stand (local.get $L))))
    (i32.store offset=luaState.top (local.get $L) (i32.add (i32.load offset=luaState.stack (local.get $L)) (local.get $top)))
    (if (i32.eq (local.get $left) (i32.const trapAnswers.raise)) (then (call $luaG_errormsg_inner (local.get $L))))
    ;; a step may have begun here
    (return (call $ms_call (local.get $L) (local.get $ci) (local.get $pc)))))
  (if (i32.and (local.get $kind) (i32.const slotKinds.call|slotKinds.tailCall)) (then
    (return (call $ms_call (local.get $L) (local.get $ci) (local.get $pc)))))
  (call $ms_address (local.get $pc)))

;; luaV_execute where it is entered anew, out of C: a loop in C that calls functions without a jump or a call has no other
;; polls than these. One that is due overwrites the table, as a poke from outside does. In the build that polls, alone.
(func $ms_enter
  (local $left i32)
  (if (i32.eqz (i32.and (i32.load offset=control.mode (global.get $ms_base)) (i32.const modeBits.poll))) (then (return)))
  (local.set $left (i32.sub (i32.load offset=control.pollLeft (global.get $ms_base)) (i32.const 1)))
  (i32.store offset=control.pollLeft (global.get $ms_base) (local.get $left))
  (if (i32.gt_s (local.get $left) (i32.const 0)) (then (return)))
  (call $ms_poke (i32.const 1)))
;; Overwrites the table.
(func $ms_poke (param $reason i32)
  (local $at i32)
  (i32.store offset=control.poked (global.get $ms_base) (i32.or (i32.load offset=control.poked (global.get $ms_base)) (local.get $reason)))
  (local.set $at (i32.const dispatch.address))
  (loop $next
    (i32.store (local.get $at) (i32.const dispatch.trapLabel))
    (local.set $at (i32.add (local.get $at) (i32.const 4)))
    (br_if $next (i32.lt_u (local.get $at) (i32.const dispatch.end)))))

;; The same where C calls a C function (luaD_callnoyield, ldo.c): a loop in C whose callbacks are such functions runs no
;; instruction at all. The program stands right before the call. Answers the function's slot, where the stack is now.
(func $ms_enter_native (param $L i32) (param $function i32) (result i32)
  (local $why i32) (local $left i32) (local $offset i32)
  (local.set $left (i32.load8_u offset=valueTag (local.get $function)))
  (if (i32.eqz (i32.or (i32.eq (local.get $left) (i32.const tags.lightC)) (i32.eq (local.get $left) (i32.const tags.cClosure)))) (then
    (return (local.get $function))))
  (if (i32.load offset=control.poked (global.get $ms_base)) (then (local.set $why (i32.const whyBits.poke))))
  (if (i32.and (i32.load offset=control.mode (global.get $ms_base)) (i32.const modeBits.poll)) (then
    (local.set $left (i32.sub (i32.load offset=control.pollLeft (global.get $ms_base)) (i32.const 1)))
    (i32.store offset=control.pollLeft (global.get $ms_base) (local.get $left))
    (if (i32.le_s (local.get $left) (i32.const 0)) (then
      (i32.store offset=control.pollLeft (global.get $ms_base) (i32.load offset=control.pollEvery (global.get $ms_base)))
      (local.set $why (i32.or (local.get $why) (i32.const whyBits.poll)))))))
  (if (i32.eqz (local.get $why)) (then (return (local.get $function))))
  (i32.store offset=control.trapCount (global.get $ms_base) (i32.add (i32.load offset=control.trapCount (global.get $ms_base)) (i32.const 1)))
  (local.set $offset (i32.sub (local.get $function) (i32.load offset=luaState.stack (local.get $L))))
  (if (call $js_trap (local.get $L) (i32.load offset=luaState.ci (local.get $L)) (i32.const 0) (local.get $why)) (then
    (drop (call $js_wait (i32.const 0)))))
  (i32.add (i32.load offset=luaState.stack (local.get $L)) (local.get $offset)))

;; How many polls an instruction counts for: a call of a C function takes longer than any other (OP_CALL, OP_TAILCALL).
(func $ms_weight (param $ci i32) (param $pc i32) (result i32)
  (if (i32.eq (i32.and (call $ms_word (local.get $pc)) (i32.const word.opcode-1)) (i32.const opcodes.call)) (then
    (if (call $ms_calls_native (local.get $ci) (local.get $pc)) (then (return (i32.const 16))))))
  (i32.const 1))

;; The place of the word that Lua put at $pc: there, or in its slot.
(func $ms_address (param $pc i32) (result i32)
  (local $slot i32)
  (if (i32.eq (i32.and (i32.load (local.get $pc)) (i32.const word.opcode)) (i32.const dispatch.breakOpcode)) (then
    (local.set $slot (call $ms_find (local.get $pc)))
    (if (local.get $slot) (then (return (i32.add (local.get $slot) (i32.const slot.word)))))))
  (local.get $pc))
(func $ms_word (param $pc i32) (result i32) (i32.load (call $ms_address (local.get $pc))))
;; isIT (lopcodes.h): does the instruction read its operands up to L->top?
(func $ms_takes_top (param $word i32) (result i32)
  (i32.and
    (i32.eqz (i32.and (local.get $word) (i32.const word.b)))
    (i32.ne (i32.and (i32.load8_u offset=opModes.address (i32.and (local.get $word) (i32.const word.opcode))) (i32.const opModes.takesTop)) (i32.const 0))))

;; The table's index for the word at $at, through the unchanged copy: how the interpreter goes on after a trap.
(func $ms_label (param $at i32) (result i32)
  (i32.sub
    (i32.load offset=control.dispatchCopy (i32.add (global.get $ms_base)
      (i32.shl (i32.and (i32.load (local.get $at)) (i32.const word.opcode)) (i32.const 2))))
    (i32.const dispatch.firstLabel)))

;; WRAPPERS around functions of Lua's; build.ts renames the originals to …_inner.
(func $lua_resume (param $L i32) (param $from i32) (param $args i32) (param $results i32) (result i32)
  (local $depth i32) (local $pair i32) (local $status i32)
  (local.set $depth (i32.load offset=control.resumeDepth (global.get $ms_base)))
  (if (i32.lt_u (local.get $depth) (i32.const resumption.slots)) (then
    (local.set $pair (i32.add (global.get $ms_base) (i32.shl (local.get $depth) (i32.const resumption.shift))))
    (i32.store offset=control.chain (local.get $pair) (local.get $L))
    (i32.store offset=control.chain+resumption.from (local.get $pair) (local.get $from))))
  (i32.store offset=control.resumeDepth (global.get $ms_base) (i32.add (local.get $depth) (i32.const 1)))
  (if (i32.eq (local.get $L) (i32.load offset=control.returnsOf (global.get $ms_base))) (then
    (drop (call $js_trap (local.get $L) (i32.load offset=luaState.ci (local.get $L)) (i32.const 0) (i32.const whyBits.resumes)))))
  (local.set $status (call $lua_resume_inner (local.get $L) (local.get $from) (local.get $args) (local.get $results)))
  (i32.store offset=control.resumeDepth (global.get $ms_base) (local.get $depth))
  (if (i32.load offset=control.leaving (global.get $ms_base)) (then
    (call $ms_leave_to (local.get $from) (i32.const continuations.ms_again) (i32.const 0))))
  (local.get $status))

;; lua_closethread, under its older name: coroutine.close, and a function of coroutine.wrap's that has failed.
(func $lua_resetthread (param $L i32) (param $from i32) (result i32)
  (if (i32.eq (local.get $L) (i32.load offset=control.returnsOf (global.get $ms_base))) (then
    (drop (call $js_trap (local.get $L) (i32.load offset=luaState.ci (local.get $L)) (i32.const 0) (i32.const whyBits.closes)))))
  (call $lua_resetthread_inner (local.get $L) (local.get $from)))

;; A chunk that comes from no file has its text kept, for as long as any function of it lives: $ms_keep_text.
(func $lua_load (param $L i32) (param $reader i32) (param $data i32) (param $name i32) (param $mode i32) (result i32)
  (local $status i32) (local $text i32) (local $size i32) (local $file i32) (local $pieces i32) (local $stack i32)
  ;; new code may lie where old code was
  (call $ms_forget_entries)
  (if (i32.eqz (i32.load offset=control.watchChunks (global.get $ms_base))) (then
    (return (call $lua_load_inner (local.get $L) (local.get $reader) (local.get $data) (local.get $name) (local.get $mode)))))
  (if (local.get $name) (then (local.set $file (i32.eq (i32.load8_u (local.get $name)) (i32.const 64)))))
  ;; getS (lauxlib.c) gives a string in one piece; generic_reader (lbaselib.c) calls a function
  (if (i32.eq (local.get $reader) (i32.const readers.string)) (then
    (local.set $text (i32.load (local.get $data)))
    (local.set $size (i32.load offset=readers.stringSize (local.get $data)))))
  (if (i32.eq (local.get $reader) (i32.const readers.function)) (then
    (local.set $stack (global.get $g0))
    (local.set $pieces (i32.sub (local.get $stack) (i32.const pieces.all)))
    (global.set $g0 (local.get $pieces))
    (i64.store (local.get $pieces) (i64.extend_i32_u (local.get $data)))
    (i64.store offset=pieces.size (local.get $pieces) (i64.const 0))
    (local.set $data (local.get $pieces))
    (local.set $reader (i32.load offset=control.readPiece (global.get $ms_base)))))
  (local.set $status (call $lua_load_inner (local.get $L) (local.get $reader) (local.get $data) (local.get $name) (local.get $mode)))
  (if (local.get $pieces) (then
    (local.set $text (i32.load offset=pieces.text (local.get $pieces)))
    (local.set $size (i32.load offset=pieces.size (local.get $pieces)))))
  (if (i32.eqz (local.get $status)) (then
    (drop (call $ms_number
      (i32.load offset=closure.proto (i32.load (i32.sub (i32.load offset=luaState.top (local.get $L)) (i32.const valueSize)))) (i32.const 0)))
    (if (local.get $size) (then (call $ms_keep_text (local.get $L) (local.get $text) (local.get $size))))
    (local.set $size (i32.load offset=control.tellLoads (global.get $ms_base)))
    (if (i32.gt_s (local.get $size) (i32.const 0)) (then
      (i32.store offset=control.tellLoads (global.get $ms_base) (i32.sub (local.get $size) (i32.const 1)))))
    (if (i32.or (local.get $file) (local.get $size)) (then (call $js_loaded (local.get $L))))))
  (if (local.get $pieces) (then
    (call $free (i32.load offset=pieces.text (local.get $pieces)))
    (global.set $g0 (local.get $stack))))
  (local.get $status))

;; Numbers the functions of a chunk in the order of its text, the main one 0: in three bytes that Proto leaves free.
(func $ms_number (param $p i32) (param $n i32) (result i32)
  (local $at i32) (local $end i32)
  (i32.store8 offset=proto.number (local.get $p) (local.get $n))
  (i32.store16 offset=proto.number+1 (local.get $p) (i32.shr_u (local.get $n) (i32.const 8)))
  (local.set $n (i32.add (local.get $n) (i32.const 1)))
  (local.set $at (i32.load offset=proto.protos (local.get $p)))
  (local.set $end (i32.add (local.get $at) (i32.shl (i32.load offset=proto.protoCount (local.get $p)) (i32.const 2))))
  (block $done (loop $next
    (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
    (local.set $n (call $ms_number (i32.load (local.get $at)) (local.get $n)))
    (local.set $at (i32.add (local.get $at) (i32.const 4)))
    (br $next)))
  (local.get $n))

;; generic_reader, its pieces put together. Of more bytes than are kept, what is over is only counted.
(func $ms_read_piece (export "ms_read_piece") (param $L i32) (param $data i32) (param $size i32) (result i32)
  (local $piece i32) (local $end i32) (local $room i32) (local $count i32)
  (local.set $piece (call_indirect $__indirect_function_table (type $t2)
    (local.get $L) (i32.load (local.get $data)) (local.get $size) (i32.const readers.function)))
  (if (i32.eqz (local.get $piece)) (then (return (i32.const 0))))
  (local.set $count (i32.load (local.get $size)))
  (local.set $end (i32.add (i32.load offset=pieces.size (local.get $data)) (local.get $count)))
  (if (i32.and (i32.gt_u (local.get $end) (i32.load offset=pieces.room (local.get $data))) (i32.le_u (local.get $end) (global.get $ms_most_text))) (then
    (local.set $room (i32.add (i32.shl (local.get $end) (i32.const 1)) (i32.const 256)))
    (local.set $room (call $realloc (i32.load offset=pieces.text (local.get $data)) (local.get $room)))
    (if (local.get $room)
      (then
        (i32.store offset=pieces.text (local.get $data) (local.get $room))
        (i32.store offset=pieces.room (local.get $data) (i32.add (i32.shl (local.get $end) (i32.const 1)) (i32.const 256))))
      (else (local.set $end (i32.add (global.get $ms_most_text) (i32.const 1)))))))
  (if (i32.le_u (local.get $end) (global.get $ms_most_text)) (then
    (memory.copy (i32.add (i32.load offset=pieces.text (local.get $data)) (i32.load offset=pieces.size (local.get $data)))
      (local.get $piece) (local.get $count))))
  (i32.store offset=pieces.size (local.get $data) (local.get $end))
  (local.get $piece))

;; Longer texts are not kept.
(global $ms_most_text i32 (i32.const 5000000))

;; Keeps the text of the chunk on top. All functions of a chunk share one string, its name, which nothing else refers to
;; (debug.getinfo copies it), and which the collector frees with the last of them: so the text is laid behind the name,
;; in a string that says to be no longer than that. It is a TString of the long kind (lobject.h) with a mark at `extra`; behind
;; the name's NUL, at the next multiple of four, the text's bytes, and then the text; −1 bytes: too long to be kept.
;; The collector is told of the name alone, which is what it will see freed. Nothing is kept of binary chunks, nor where
;; the name is the text.
(func $ms_keep_text (param $L i32) (param $text i32) (param $size i32)
  (local $proto i32) (local $name i32) (local $length i32) (local $at i32) (local $total i32) (local $kept i32) (local $global i32)
  (local.set $proto (i32.load offset=closure.proto (i32.load (i32.sub (i32.load offset=luaState.top (local.get $L)) (i32.const valueSize)))))
  (local.set $name (i32.load offset=proto.source (local.get $proto)))
  (if (i32.eqz (local.get $name)) (then (return)))
  (local.set $kept (i32.le_u (local.get $size) (global.get $ms_most_text)))
  (if (local.get $kept) (then
    (if (i32.eq (i32.load8_u (local.get $text)) (i32.const 27)) (then (return)))))
  (local.set $length (call $ms_length (local.get $name)))
  (if (i32.and (local.get $kept) (i32.eq (local.get $length) (local.get $size))) (then
    (if (i32.eqz (call $memcmp (i32.add (local.get $name) (i32.const string.bytes)) (local.get $text) (local.get $size))) (then (return)))))
  (local.set $at (i32.and (i32.add (local.get $length) (i32.const 4)) (i32.const -4)))
  (local.set $total (i32.add (i32.add (local.get $at) (i32.const 4)) (select (local.get $size) (i32.const 0) (local.get $kept))))
  ;; a program must not run out of memory for the debugger's sake
  (local.set $global (call $malloc (i32.add (local.get $total) (i32.const string.bytes+1))))
  (if (i32.eqz (local.get $global)) (then (return)))
  (call $free (local.get $global))
  (local.set $global (call $luaC_newobj (local.get $L) (i32.const tags.longString) (i32.add (local.get $total) (i32.const string.bytes+1))))
  (i32.store8 offset=string.extra (local.get $global) (i32.const keptText.mark))
  (i32.store8 offset=string.shortLength (local.get $global) (i32.const 0))
  (i32.store offset=string.longLength (local.get $global) (local.get $length))
  (memory.copy (i32.add (local.get $global) (i32.const string.bytes)) (i32.add (local.get $name) (i32.const string.bytes)) (i32.add (local.get $length) (i32.const 1)))
  (local.set $at (i32.add (i32.add (local.get $global) (i32.const string.bytes)) (local.get $at)))
  (i32.store (local.get $at) (select (local.get $size) (i32.const -1) (local.get $kept)))
  (if (local.get $kept) (then
    (memory.copy (i32.add (local.get $at) (i32.const 4)) (local.get $text) (local.get $size))))
  ;; black, so that it needs no barrier
  (i32.store8 offset=object.marked (local.get $global) (i32.or (i32.and (i32.load8_u offset=object.marked (local.get $global)) (i32.const gcBits.notWhite)) (i32.const gcBits.black)))
  (call $ms_rename (local.get $proto) (local.get $global))
  (local.set $global (i32.load offset=luaState.global (local.get $L)))
  (i32.store offset=globalState.debt (local.get $global)
    (i32.sub (i32.load offset=globalState.debt (local.get $global)) (i32.sub (local.get $total) (local.get $length)))))
(func $ms_rename (param $proto i32) (param $name i32)
  (local $child i32) (local $end i32)
  (i32.store offset=proto.source (local.get $proto) (local.get $name))
  (local.set $child (i32.load offset=proto.protos (local.get $proto)))
  (local.set $end (i32.add (local.get $child) (i32.shl (i32.load offset=proto.protoCount (local.get $proto)) (i32.const 2))))
  (block $done (loop $next
    (br_if $done (i32.ge_u (local.get $child) (local.get $end)))
    (call $ms_rename (i32.load (local.get $child)) (local.get $name))
    (local.set $child (i32.add (local.get $child) (i32.const 4)))
    (br $next))))
;; tsslen (lstring.h)
(func $ms_length (param $string i32) (result i32)
  (if (i32.eq (i32.and (i32.load8_u offset=object.kind (local.get $string)) (i32.const tagMasks.variant)) (i32.const tags.shortString)) (then
    (return (i32.load8_u offset=string.shortLength (local.get $string)))))
  (i32.load offset=string.longLength (local.get $string)))

;; What the debugger evaluates runs on a lua_State of its own, but is told the program's stack and thread, so that
;; debug.traceback, debug.getinfo and their like speak of the program: below the evaluated function, which is hidden, its
;; stack goes on with the program's frame. A tail call may have taken that function's place.
(func $ms_shown (param $L i32) (result i32)
  (if (result i32) (call $ms_evaluates (local.get $L))
    (then (i32.load offset=control.evaluatedState (global.get $ms_base)))
    (else (local.get $L))))
(func $ms_evaluates (param $L i32) (result i32)
  (i32.eq (local.get $L) (i32.load offset=control.evaluationState (global.get $ms_base))))
(func $ms_is_self (param $L i32) (param $other i32) (result i32)
  (i32.or (i32.eq (local.get $L) (local.get $other)) (i32.eq (call $ms_shown (local.get $L)) (local.get $other))))
(func $lua_getstack (param $L i32) (param $level i32) (param $record i32) (result i32)
  (local $ci i32) (local $base i32) (local $next i32) (local $own i32)
  (if (i32.eqz (call $ms_evaluates (local.get $L))) (then
    (if (i32.eqz (call $lua_getstack_inner (local.get $L) (local.get $level) (local.get $record))) (then (return (i32.const 0))))
    (return (i32.ne (i32.load offset=debugInfo.ci (local.get $record)) (call $ms_bottom (local.get $L))))))
  (local.set $own (i32.const 1))
  (local.set $ci (i32.load offset=luaState.ci (local.get $L)))
  (local.set $base (i32.add (local.get $L) (i32.const luaState.baseCi)))
  (if (i32.lt_s (local.get $level) (i32.const 0)) (then (return (i32.const 0))))
  (loop $more
    (if (i32.eq (local.get $ci) (local.get $base)) (then
      (if (i32.eqz (local.get $own)) (then (return (i32.const 0))))
      (local.set $own (i32.const 0))
      (local.set $ci (i32.load offset=control.evaluatedCi (global.get $ms_base)))
      (local.set $base (call $ms_bottom (i32.load offset=control.evaluatedState (global.get $ms_base))))
      (br $more)))
    (local.set $next (i32.load offset=callInfo.previous (local.get $ci)))
    (if (i32.eqz (i32.and (i32.and (local.get $own) (i32.eq (local.get $next) (local.get $base)))
                          (i32.eqz (i32.and (i32.load16_u offset=callInfo.callStatus (local.get $ci)) (i32.const callStatusBits.tail))))) (then
      (if (i32.eqz (local.get $level)) (then
        (i32.store offset=debugInfo.ci (local.get $record) (local.get $ci))
        (return (i32.const 1))))
      (local.set $level (i32.sub (local.get $level) (i32.const 1)))))
    (local.set $ci (local.get $next))
    (br $more))
  (unreachable))
;; How far a frame reaches is said by its own lua_State: the value goes by the program's stack.
(func $lua_getlocal (param $L i32) (param $record i32) (param $n i32) (result i32)
  (local $owner i32) (local $name i32) (local $top i32) (local $value i64) (local $tag i32) (local $to i32)
  (local.set $owner (call $ms_owner (local.get $L) (local.get $record)))
  (if (i32.eq (local.get $owner) (local.get $L)) (then
    (return (call $lua_getlocal_inner (local.get $L) (local.get $record) (local.get $n)))))
  (local.set $top (i32.load offset=luaState.top (local.get $owner)))
  (local.set $value (i64.load (local.get $top)))
  (local.set $tag (i32.load8_u offset=valueTag (local.get $top)))
  (local.set $name (call $lua_getlocal_inner (local.get $owner) (local.get $record) (local.get $n)))
  (if (local.get $name) (then
    (local.set $to (i32.load offset=luaState.top (local.get $L)))
    (i64.store (local.get $to) (i64.load (local.get $top)))
    (i32.store8 offset=valueTag (local.get $to) (i32.load8_u offset=valueTag (local.get $top)))
    (i32.store offset=luaState.top (local.get $L) (i32.add (local.get $to) (i32.const valueSize)))))
  (i32.store offset=luaState.top (local.get $owner) (local.get $top))
  (i64.store (local.get $top) (local.get $value))
  (i32.store8 offset=valueTag (local.get $top) (local.get $tag))
  (local.get $name))
(func $lua_setlocal (param $L i32) (param $record i32) (param $n i32) (result i32)
  (local $owner i32) (local $name i32) (local $top i32) (local $value i64) (local $tag i32) (local $from i32)
  (local.set $owner (call $ms_owner (local.get $L) (local.get $record)))
  (if (i32.eq (local.get $owner) (local.get $L)) (then
    (return (call $lua_setlocal_inner (local.get $L) (local.get $record) (local.get $n)))))
  (local.set $top (i32.load offset=luaState.top (local.get $owner)))
  (local.set $value (i64.load (local.get $top)))
  (local.set $tag (i32.load8_u offset=valueTag (local.get $top)))
  (local.set $from (i32.sub (i32.load offset=luaState.top (local.get $L)) (i32.const valueSize)))
  (i64.store (local.get $top) (i64.load (local.get $from)))
  (i32.store8 offset=valueTag (local.get $top) (i32.load8_u offset=valueTag (local.get $from)))
  (i32.store offset=luaState.top (local.get $owner) (i32.add (local.get $top) (i32.const valueSize)))
  (local.set $name (call $lua_setlocal_inner (local.get $owner) (local.get $record) (local.get $n)))
  (i32.store offset=luaState.top (local.get $owner) (local.get $top))
  (i64.store (local.get $top) (local.get $value))
  (i32.store8 offset=valueTag (local.get $top) (local.get $tag))
  (i32.store offset=luaState.top (local.get $L) (local.get $from))
  (local.get $name))
;; The lua_State whose innermost frame a record names, where that is the program's; else $L. Any other frame knows its end.
(func $ms_owner (param $L i32) (param $record i32) (result i32)
  (local $program i32)
  (if (i32.or (i32.eqz (local.get $record)) (i32.eqz (call $ms_evaluates (local.get $L)))) (then (return (local.get $L))))
  (local.set $program (i32.load offset=control.evaluatedState (global.get $ms_base)))
  (select (local.get $program) (local.get $L)
    (i32.eq (i32.load offset=debugInfo.ci (local.get $record)) (i32.load offset=luaState.ci (local.get $program)))))

(func $lua_dump (param $L i32) (param $writer i32) (param $data i32) (param $strip i32) (result i32)
  (local $status i32)
  (call $ms_lift)
  (local.set $status (call $lua_dump_inner (local.get $L) (local.get $writer) (local.get $data) (local.get $strip)))
  (call $ms_lay)
  (local.get $status))

;; Whether $L is the VM's own main thread, or counts as the main one while its program runs.
(func $ms_is_main (param $L i32) (result i32)
  (i32.or
    (i32.eq (local.get $L) (i32.load offset=globalState.mainThread (i32.load offset=luaState.global (local.get $L))))
    (i32.eq (local.get $L) (i32.load offset=control.mainState (global.get $ms_base)))))
(func $lua_pushthread (param $L i32) (result i32)
  (i32.or (call $lua_pushthread_inner (local.get $L)) (i32.eq (local.get $L) (i32.load offset=control.mainState (global.get $ms_base)))))

;; luaG_errormsg: every error that a program raises comes by here, with its stack still standing.
;; Most errors are caught, and nobody wants to hear of those; one that ends a coroutine is taken down.
(func $luaG_errormsg (param $L i32)
  (local $wanted i32)
  (local.set $wanted (i32.load offset=control.watchErrors (global.get $ms_base)))
  (if (i32.eq (local.get $wanted) (i32.const 1)) (then
    (if (call $ms_protected (local.get $L))
      (then (local.set $wanted (i32.const 0)))
      (else (local.set $wanted (i32.eqz (call $ms_resumer_catches (local.get $L))))))))
  (if (local.get $wanted) (then
    (if (call $js_error (local.get $L)) (then
      (if (call $js_wait (local.get $L)) (then
        (call $ms_leave_to (local.get $L) (i32.const continuations.ms_raise) (i32.const 0))))))))
  (call $luaG_errormsg_inner (local.get $L)))

;; Whether a protected call of this very lua_State would catch: one more longjmp buffer than the state was started with
;; (luaD_rawrunprotected), or, in a coroutine, a pcall that may yield (CIST_YPCALL).
(func $ms_protected (param $L i32) (result i32)
  (local $at i32) (local $bottom i32)
  (local.set $at (i32.load offset=luaState.errorJump (local.get $L)))
  (if (local.get $at) (then
    (if (i32.load (local.get $at)) (then (return (i32.const 1))))))
  (local.set $at (i32.load offset=luaState.ci (local.get $L)))
  (local.set $bottom (call $ms_bottom (local.get $L)))
  (loop $next
    (if (i32.eq (local.get $at) (local.get $bottom)) (then (return (i32.const 0))))
    (if (i32.and (i32.load16_u offset=callInfo.callStatus (local.get $at)) (i32.const callStatusBits.protectedCall)) (then (return (i32.const 1))))
    (local.set $at (i32.load offset=callInfo.previous (local.get $at)))
    (br_if $next (local.get $at)))
  (i32.const 0))

;; Whether an error that ends the coroutine $L is caught by who has resumed it: by coroutine.resume, which is taken down,
;; since the program may raise it again; or by a protected call around a function of coroutine.wrap's.
(func $ms_resumer_catches (param $L i32) (result i32)
  (local $depth i32) (local $from i32) (local $func i32)
  ;; what comes out of another coroutine has been taken down there
  (if (call $ms_wrapped (local.get $L)) (then (return (i32.const 0))))
  (local.set $depth (i32.load offset=control.resumeDepth (global.get $ms_base)))
  (if (i32.gt_u (i32.sub (local.get $depth) (i32.const 1)) (i32.const resumption.slots-1)) (then (return (i32.const 0))))
  (local.set $from (i32.add (global.get $ms_base) (i32.shl (i32.sub (local.get $depth) (i32.const 1)) (i32.const resumption.shift))))
  (if (i32.ne (i32.load offset=control.chain (local.get $from)) (local.get $L)) (then (return (i32.const 0))))
  (local.set $from (i32.load offset=control.chain+resumption.from (local.get $from)))
  (if (i32.eqz (local.get $from)) (then (return (i32.const 0))))
  (local.set $func (i32.load (i32.load offset=luaState.ci (local.get $from))))
  (if (i32.and (i32.eq (i32.load8_u offset=valueTag (local.get $func)) (i32.const tags.lightC))
               (i32.eq (i32.load (local.get $func)) (i32.load offset=control.resumeFunction (global.get $ms_base)))) (then
    (call $ms_note_death (local.get $L))
    (return (i32.const 1))))
  (if (i32.ne (call $ms_wrapped (local.get $from)) (local.get $L)) (then (return (i32.const 0))))
  (call $ms_protected (local.get $from)))
;; The thread that $L's current function resumes, where that is one of coroutine.wrap's (auxwrap, lcorolib.c: a C closure of
;; its thread); else 0.
(func $ms_wrapped (param $L i32) (result i32)
  (local $func i32)
  (local.set $func (i32.load (i32.load offset=luaState.ci (local.get $L))))
  (if (i32.ne (i32.load8_u offset=valueTag (local.get $func)) (i32.const tags.cClosure)) (then (return (i32.const 0))))
  (local.set $func (i32.load (local.get $func)))
  (if (i32.ne (i32.load8_u offset=closure.upvalueCount (local.get $func)) (i32.const 1)) (then (return (i32.const 0))))
  (if (i32.ne (i32.load8_u offset=closure.upvalues+valueTag (local.get $func)) (i32.const tags.thread)) (then (return (i32.const 0))))
  (i32.load offset=closure.upvalues (local.get $func)))
(func $ms_note_death (param $L i32)
  (local $count i32) (local $entry i32) (local $error i32)
  (local.set $count (i32.load offset=control.deathCount (global.get $ms_base)))
  (i32.store offset=control.deathCount (global.get $ms_base) (i32.add (local.get $count) (i32.const 1)))
  (local.set $entry (i32.add (global.get $ms_base) (i32.shl (i32.and (local.get $count) (i32.const death.slots-1)) (i32.const death.shift))))
  (local.set $error (i32.sub (i32.load offset=luaState.top (local.get $L)) (i32.const valueSize)))
  (i32.store offset=control.deaths (local.get $entry) (local.get $L))
  (i32.store offset=control.deaths+death.value (local.get $entry) (i32.load (local.get $error)))
  (i32.store offset=control.deaths+death.tag (local.get $entry) (i32.load8_u offset=valueTag (local.get $error))))

;; Files are read at once; standard input may suspend the program, which only works where a program runs. The vectors are
;; (address, length) pairs; musl gives two, and is content when only one of them is filled.
(func $ms_fd_read (param $file i32) (param $vectors i32) (param $count i32) (param $got i32) (result i32)
  (if (local.get $file) (then
    (return (call $wasi_snapshot_preview1.fd_read (local.get $file) (local.get $vectors) (local.get $count) (local.get $got)))))
  (i32.store (local.get $got) (i32.const 0))
  (if (i32.load offset=control.mayRead (global.get $ms_base)) (then
    (if (i32.and (i32.eqz (i32.load offset=4 (local.get $vectors))) (i32.gt_s (local.get $count) (i32.const 1))) (then
      (local.set $vectors (i32.add (local.get $vectors) (i32.const 8)))))
    (i32.store (local.get $got) (call $js_read (i32.load (local.get $vectors)) (i32.load offset=4 (local.get $vectors))))
    (if (i32.lt_s (i32.load (local.get $got)) (i32.const 0)) (then (return (call $ms_leave_reading (i32.load (local.get $got))))))))
  (i32.const 0))

;; musl does not say why a file that was opened for writing can't be read, nor the reverse: EBADF, at errno's place; and
;; ESTALE where the file was cut off (open-files.ts).
(func $toread (param $file i32) (result i32)
  (if (i32.and (i32.load (local.get $file)) (i32.const openFile.refusesReads)) (then (call $ms_refuse (local.get $file))))
  (call $toread_inner (local.get $file)))
(func $towrite (param $file i32) (result i32)
  (if (i32.and (i32.load (local.get $file)) (i32.const openFile.refusesWrites)) (then (call $ms_refuse (local.get $file))))
  (call $towrite_inner (local.get $file)))
(func $ms_refuse (param $file i32)
  (i32.store (i32.const errno)
    (select (i32.const wasiErrors.stale) (i32.const wasiErrors.badDescriptor) (i32.eq (i32.load offset=openFile.descriptor (local.get $file)) (i32.const noDescriptor)))))
(func $strerror (param $number i32) (result i32)
  (if (result i32) (i32.eq (local.get $number) (i32.const wasiErrors.stale))
    (then (i32.add (global.get $ms_base) (i32.const control.staleWords)))
    (else (call $strerror_inner (local.get $number)))))

;; os.setlocale: there is the C locale, by its names and as the default one. musl takes any name for it.
(func $os_setlocale (param $L i32) (result i32)
  (local $name i32)
  (local.set $name (call $luaL_optlstring (local.get $L) (i32.const 1) (i32.const 0) (i32.const 0)))
  (if (local.get $name) (then
    (if (i32.eqz (i32.load8_u (local.get $name))) (then
      (global.set $g0 (i32.sub (global.get $g0) (i32.const 16)))
      (i32.store (global.get $g0) (i32.const 0x43))
      (drop (call $lua_pushlstring (local.get $L) (global.get $g0) (i32.const 1)))
      (global.set $g0 (i32.add (global.get $g0) (i32.const 16)))
      (call $lua_copy (local.get $L) (i32.const -1) (i32.const 1))
      (call $lua_settop (local.get $L) (i32.const -2)))
    (else
      (if (i32.eqz (i32.or (call $ms_is_name (local.get $name) (i64.const 0x43) (i64.const 0xFFFF))
                           (call $ms_is_name (local.get $name) (i64.const 0x5849534F50) (i64.const 0xFFFFFFFFFFFF)))) (then
        (call $lua_pushnil (local.get $L))
        (return (i32.const 1))))))))
  (call $os_setlocale_inner (local.get $L)))
;; Whether a C string is that of up to seven bytes. Strings of Lua's have 16 bytes before them, and may be read on.
(func $ms_is_name (param $text i32) (param $name i64) (param $mask i64) (result i32)
  (i64.eq (i64.and (i64.load align=1 (local.get $text)) (local.get $mask)) (local.get $name)))

;; getobjname and funcnamefromcall (ldebug.c) read code to find the names for messages.
(func $getobjname (param $p i32) (param $last i32) (param $register i32) (param $name i32) (result i32)
  (local $kind i32)
  (call $ms_lift)
  (local.set $kind (call $getobjname_inner (local.get $p) (local.get $last) (local.get $register) (local.get $name)))
  (call $ms_lay)
  (local.get $kind))
(func $funcnamefromcall (param $L i32) (param $ci i32) (param $name i32) (result i32)
  (local $kind i32)
  (call $ms_lift)
  (local.set $kind (call $funcnamefromcall_inner (local.get $L) (local.get $ci) (local.get $name)))
  (call $ms_lay)
  (local.get $kind))

;; A PROGRAM is a coroutine of its own that nobody resumes but JS: so nothing of C but $ms_program, which catches its last
;; error, lies below it, and pcall, xpcall and metamethods are no calls in C that could not be left. It counts as the main
;; thread: it can't yield, and its bottom frame, which plain Lua does not have, is not shown.
(func (export "ms_run") (param $L i32) (param $args i32) (result i32)
  (local $status i32)
  (global.set $g0 (i32.sub (global.get $g0) (i32.const 16)))
  (local.set $status (call $lua_resume_inner (local.get $L) (i32.const 0) (local.get $args) (global.get $g0)))
  (global.set $g0 (i32.add (global.get $g0) (i32.const 16)))
  (local.get $status))
(func (export "ms_program") (param $L i32) (result i32)
  ;; its own call counts for none of those that C may nest
  (i32.store offset=luaState.cCalls (local.get $L) (i32.sub (i32.load offset=luaState.cCalls (local.get $L)) (i32.const 1)))
  (i32.store offset=control.programCi (global.get $ms_base) (i32.load offset=luaState.ci (local.get $L)))
  (call $ms_ended (local.get $L)
    (call $lua_pcallk (local.get $L) (i32.sub (call $ms_count (local.get $L)) (i32.const 1)) (i32.const -1) (i32.const 0) (i32.const 0)
      (i32.add (i32.load offset=control.continuations (global.get $ms_base)) (i32.const continuations.ms_ended)))
    (i32.const 0)))
(func $ms_ended (export "ms_ended") (param $L i32) (param $status i32) (param $context i32) (result i32)
  (i32.store offset=control.programStatus (global.get $ms_base)
    (select (i32.const 0) (local.get $status) (i32.eq (local.get $status) (i32.const statuses.yielded))))
  (i32.store offset=control.programCi (global.get $ms_base) (i32.const 0))
  ;; hooks are the program's
  (call $lua_sethook (local.get $L) (i32.const 0) (i32.const 0) (i32.const 0))
  (call $ms_count (local.get $L)))
;; lua_gettop
(func $ms_count (param $L i32) (result i32)
  (i32.sub
    (i32.shr_s (i32.sub (i32.load offset=luaState.top (local.get $L)) (i32.load (i32.load offset=luaState.ci (local.get $L)))) (i32.const valueShift))
    (i32.const 1)))
;; The CallInfo below the outermost function of a lua_State: for a program that of $ms_program, elsewhere the state's own.
(func $ms_bottom (param $L i32) (result i32)
  (local $bottom i32)
  (if (i32.eq (local.get $L) (i32.load offset=control.mainState (global.get $ms_base))) (then
    (local.set $bottom (i32.load offset=control.programCi (global.get $ms_base)))
    (if (local.get $bottom) (then (return (local.get $bottom))))))
  (i32.add (local.get $L) (i32.const luaState.baseCi)))
(func $lua_yieldk (param $L i32) (param $results i32) (param $context i32) (param $k i32) (result i32)
  (if (call $ms_is_main (local.get $L)) (then
    (call $luaG_runerror (local.get $L) (i32.const messages.yieldOutside) (i32.const 0))))
  (call $lua_yieldk_inner (local.get $L) (local.get $results) (local.get $context) (local.get $k)))
(func $ms_yieldable (param $L i32) (result i32)
  (i32.and (i32.eqz (call $ms_is_main (local.get $L))) (i32.eqz (i32.load16_u offset=luaState.cCalls+2 (local.get $L)))))

;; The one C function behind Console, Debugger and their like: a closure of it has the number of the function wanted as
;; its first upvalue, or, as a function of the page, its name. JS answers how many results it has pushed, plus pausing
;; where the program is to stand here, and waiting where it asks for the results only afterwards; or −1, with a message on
;; top, for an error. Nothing of JS is on the stack any more while the program stands, or when it is raised.
(func (export "ms_host") (param $L i32) (result i32)
  (local $answer i32)
  (local.set $answer (call $js_host (local.get $L)))
  (if (i32.ge_s (local.get $answer) (i32.const hostAnswers.pausing)) (then
    (if (call $js_wait (local.get $L)) (then
      (call $ms_leave_to (local.get $L) (i32.const continuations.ms_host_goes_on) (local.get $answer))))))
  (call $ms_host_goes_on (local.get $L) (i32.const 0) (local.get $answer)))
(func $ms_host_goes_on (export "ms_host_goes_on") (param $L i32) (param $status i32) (param $answer i32) (result i32)
  (if (i32.ge_s (local.get $answer) (i32.const hostAnswers.waiting)) (then
    (local.set $answer (call $js_answer (local.get $L)))))
  (if (i32.lt_s (local.get $answer) (i32.const 0)) (then (return (call $lua_error (local.get $L)))))
  (i32.and (local.get $answer) (i32.const hostAnswers.results)))

;; lua_close for a program whose state goes on, so that it can be looked at (close_state, lstate.c; luaC_freeallobjects,
;; lgc.c): all finalizers of what the program has made run, those of the newest first, and nothing is freed. The collector
;; begins a new cycle, with everything white, as luaC_changemode lets it (enterinc): where it stood, objects are about to
;; change their lists.
(func $ms_finalize (export "ms_finalize") (param $L i32)
  (local $g i32) (local $stopped i32) (local $limit i32) (local $object i32) (local $last i32)
  (local.set $limit (i32.load offset=control.finalizersEnd (global.get $ms_base)))
  (if (i32.eq (local.get $limit) (i32.const 1)) (then (return)))
  (i32.store offset=control.finalizersEnd (global.get $ms_base) (i32.const 1))
  (local.set $g (i32.load offset=luaState.global (local.get $L)))
  (if (i32.and (i32.eq (i32.load offset=globalState.finalizable (local.get $g)) (local.get $limit))
               (i32.eqz (i32.load offset=globalState.toBeFinalized (local.get $g)))) (then (return)))
  (local.set $stopped (i32.load8_u offset=globalState.stopped (local.get $g)))
  ;; GCSTPCLS: what finalizers make gets none
  (i32.store8 offset=globalState.stopped (local.get $g) (i32.const collectorStops.closing))
  (call $ms_whiten (local.get $g) (i32.load offset=globalState.allObjects (local.get $g)))
  (call $ms_whiten (local.get $g) (i32.load offset=globalState.finalizable (local.get $g)))
  (call $ms_whiten (local.get $g) (i32.load offset=globalState.toBeFinalized (local.get $g)))
  (i32.store offset=globalState.reallyOld (local.get $g) (i32.const 0))
  (i64.store offset=globalState.survivors (local.get $g) (i64.const 0))
  (i32.store offset=globalState.finalizableReallyOld (local.get $g) (i32.const 0))
  (i64.store offset=globalState.finalizableSurvivors (local.get $g) (i64.const 0))
  ;; gcstate = GCSpause, gckind = KGC_INC; lastatomic
  (i32.store16 offset=globalState.state align=1 (local.get $g) (i32.const collectorStates.pause))
  (i32.store offset=globalState.lastAtomic (local.get $g) (i32.const 0))
  ;; separatetobefnz: behind those that wait already
  (local.set $last (i32.add (local.get $g) (i32.const globalState.toBeFinalized)))
  (block $end (loop $next
    (br_if $end (i32.eqz (i32.load (local.get $last))))
    (local.set $last (i32.load (local.get $last)))
    (br $next)))
  (block $end (loop $next
    (local.set $object (i32.load offset=globalState.finalizable (local.get $g)))
    (br_if $end (i32.eqz (local.get $object)))
    (br_if $end (i32.eq (local.get $object) (local.get $limit)))
    (i32.store offset=globalState.finalizable (local.get $g) (i32.load (local.get $object)))
    (i32.store (local.get $object) (i32.const 0))
    (i32.store (local.get $last) (local.get $object))
    (local.set $last (local.get $object))
    (br $next)))
  (block $end (loop $next
    (br_if $end (i32.eqz (i32.load offset=globalState.toBeFinalized (local.get $g))))
    (call $GCTM (local.get $L))
    (br $next)))
  (i32.store8 offset=globalState.stopped (local.get $g) (local.get $stopped)))
(func $ms_whiten (param $g i32) (param $object i32)
  (local $white i32)
  (local.set $white (i32.and (i32.load8_u offset=globalState.currentWhite (local.get $g)) (i32.const gcBits.white)))
  (block $end (loop $next
    (br_if $end (i32.eqz (local.get $object)))
    (i32.store8 offset=object.marked (local.get $object)
      (i32.or (i32.and (i32.load8_u offset=object.marked (local.get $object)) (i32.const gcBits.kept)) (local.get $white)))
    (local.set $object (i32.load (local.get $object)))
    (br $next))))

;; os.exit(code, true): the program's main thread leaves its blocks, whichever thread runs. Nothing of what the debugger
;; evaluates may end the program.
(func $ms_close (param $L i32)
  (local.set $L (i32.load offset=control.mainState (global.get $ms_base)))
  (if (i32.eqz (i32.and (i32.ne (local.get $L) (i32.const 0)) (i32.load offset=control.mayRead (global.get $ms_base)))) (then (return)))
  (i32.store offset=control.resumeDepth (global.get $ms_base) (i32.const 0))
  (i32.store offset=luaState.ci (local.get $L) (i32.add (local.get $L) (i32.const luaState.baseCi)))
  (drop (call $luaD_closeprotected (local.get $L) (i32.const 1) (i32.const 0)))
  (call $ms_finalize (local.get $L)))

(func $ms_init (export "ms_init") (param $base i32) (global.set $ms_base (local.get $base)))
(func (export "ms_base") (result i32) (global.get $ms_base))

;; Of memory of this many bytes, those up to the last 64 that are not all zero. In JS it takes 10 ms of every boot.
(func (export "ms_used") (param $end i32) (result i32)
  (loop $back
    (if (i32.eqz (local.get $end)) (then (return (i32.const 0))))
    (local.set $end (i32.sub (local.get $end) (i32.const 64)))
    (br_if $back (i64.eqz (i64.or
      (i64.or
        (i64.or (i64.load (local.get $end)) (i64.load offset=8 (local.get $end)))
        (i64.or (i64.load offset=16 (local.get $end)) (i64.load offset=24 (local.get $end))))
      (i64.or
        (i64.or (i64.load offset=32 (local.get $end)) (i64.load offset=40 (local.get $end)))
        (i64.or (i64.load offset=48 (local.get $end)) (i64.load offset=56 (local.get $end))))))))
  (i32.add (local.get $end) (i32.const 64)))
