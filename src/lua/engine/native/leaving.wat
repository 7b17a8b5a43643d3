;; LEAVING THE STACK. A program that stands needs no native stack: Lua's own frames, values and code are in memory, and
;; what C has on top of them is thrown away as by a yield (lua_yieldk), up to the ms_run that JS has called. JS sets the
;; state right again when the program is to go on (leaving.ts), and calls ms_run once more.
;;   - A frame of Lua's goes on with the instruction that it stood at, since nothing of it has been done.
;;   - coroutine.resume, and a function of coroutine.wrap's, is called anew: its arguments lie on its stack as it needs them
;;     ($ms_again). pcall, xpcall, dofile and require have continuations of their own.
;;   - What calls Lua from C in another way can't be left: nny, in the upper half of nCcalls, counts such calls (lstate.h).

;; The program stands between two instructions of $L.
(func $ms_stand (param $L i32)
  (if (call $js_wait (local.get $L)) (then (call $ms_leave (local.get $L)))))
(func $ms_leave (param $L i32)
  (call $ms_note_closing (local.get $L))
  (i32.store offset=control.leaving (global.get $ms_base) (i32.const 1))
  (i32.store8 offset=luaState.status (local.get $L) (i32.const statuses.yielded))
  (call $luaD_throw (local.get $L) (i32.const statuses.yielded)))
;; What leaves a block or a function and calls close metamethods is executed once more when they are done (luaV_finishOp), to
;; go on with the next of them; it has been passed already, and nobody is to see it twice. A bit of callstatus that is free.
(func $ms_note_closing (param $L i32)
  (local $ci i32) (local $opcode i32)
  (local.set $ci (i32.load offset=luaState.ci (local.get $L)))
  (block $end (loop $next
    (local.set $ci (i32.load offset=callInfo.previous (local.get $ci)))
    (br_if $end (i32.eqz (local.get $ci)))
    (br_if $next (i32.and (i32.load16_u offset=callInfo.callStatus (local.get $ci)) (i32.const callStatusBits.c)))
    (local.set $opcode (i32.and (i32.const word.opcode)
      (call $ms_word (i32.sub (i32.load offset=callInfo.savedPc (local.get $ci)) (i32.const 4)))))
    (br_if $next (i32.eqz (i32.or (i32.eq (local.get $opcode) (i32.const opcodes.close))
                                  (i32.eq (local.get $opcode) (i32.const opcodes.return)))))
    (i32.store16 offset=callInfo.callStatus (local.get $ci)
      (i32.or (i32.load16_u offset=callInfo.callStatus (local.get $ci)) (i32.const callStatusBits.repeats)))
    (br $next))))
;; luaV_finishOp reads the word at $pc.
(func $ms_finished_word (param $pc i32) (param $ci i32) (result i32)
  (local $status i32)
  (local.set $status (i32.load16_u offset=callInfo.callStatus (local.get $ci)))
  (if (i32.and (local.get $status) (i32.const callStatusBits.repeats)) (then
    (i32.store16 offset=callInfo.callStatus (local.get $ci) (i32.xor (local.get $status) (i32.const callStatusBits.repeats)))
    (i32.store offset=control.resumed (global.get $ms_base) (i32.const resumed.repeats))
    (call $ms_poke (i32.const resumed.poke))))
  (call $ms_word (local.get $pc)))
;; The same out of a C function, which goes on by a continuation; a frame of Lua's has none.
(func $ms_leave_to (param $L i32) (param $continuation i32) (param $context i32)
  (local $ci i32)
  (local.set $ci (i32.load offset=luaState.ci (local.get $L)))
  (if (i32.and (i32.load16_u offset=callInfo.callStatus (local.get $ci)) (i32.const callStatusBits.c)) (then
    (i32.store offset=callInfo.continuation (local.get $ci)
      (i32.add (i32.load offset=control.continuations (global.get $ms_base)) (local.get $continuation)))
    (i32.store offset=callInfo.context (local.get $ci) (local.get $context))))
  (call $ms_leave (local.get $L)))

;; Whether every call in C from $L outwards can be left. The coroutines that wait for each other are in the resume chain.
(func $ms_can_leave (export "ms_can_leave") (param $L i32) (result i32)
  (local $depth i32) (local $pair i32)
  (local.set $depth (i32.load offset=control.resumeDepth (global.get $ms_base)))
  (if (i32.gt_u (local.get $depth) (i32.const resumption.slots)) (then (return (i32.const 0))))
  (loop $next
    (if (i32.load16_u offset=luaState.cCalls+2 (local.get $L)) (then (return (i32.const 0))))
    (if (i32.eq (local.get $L) (i32.load offset=control.mainState (global.get $ms_base))) (then
      (return (i32.and (i32.eqz (local.get $depth)) (i32.ne (i32.load offset=control.programCi (global.get $ms_base)) (i32.const 0))))))
    (if (i32.eqz (local.get $depth)) (then (return (i32.const 0))))
    (local.set $depth (i32.sub (local.get $depth) (i32.const 1)))
    (local.set $pair (i32.add (global.get $ms_base) (i32.shl (local.get $depth) (i32.const resumption.shift))))
    (if (i32.ne (i32.load offset=control.chain (local.get $pair)) (local.get $L)) (then (return (i32.const 0))))
    (local.set $L (i32.load offset=control.chain+resumption.from (local.get $pair)))
    (br $next))
  (unreachable))

;; The C function that was left, called once more.
(func (export "ms_again") (param $L i32) (param $status i32) (param $context i32) (result i32)
  (local $slot i32) (local $function i32)
  (local.set $slot (i32.load (i32.load offset=luaState.ci (local.get $L))))
  (local.set $function (i32.load (local.get $slot)))
  (if (i32.eq (i32.load8_u offset=valueTag (local.get $slot)) (i32.const tags.cClosure)) (then
    (local.set $function (i32.load offset=closure.cFunction (local.get $function)))))
  (call_indirect $__indirect_function_table (type $t0) (local.get $L) (local.get $function)))
;; The error that a C function was about to raise is on top.
(func (export "ms_raise") (param $L i32) (param $status i32) (param $context i32) (result i32)
  (call $luaG_errormsg_inner (local.get $L))
  (unreachable))

;; ll_require (loadlib.c), behind the loader's call: the module's value is on top, below it what the loader was told.
(func (export "ms_required") (param $L i32) (param $status i32) (param $context i32) (result i32)
  (local $name i32)
  (local.set $name (call $lua_tolstring (local.get $L) (i32.const 1) (i32.const 0)))
  (if (call $lua_type (local.get $L) (i32.const -1))
    (then (call $lua_setfield (local.get $L) (i32.const 2) (local.get $name)))
    (else (call $lua_settop (local.get $L) (i32.const -2))))
  (if (i32.eqz (call $lua_getfield (local.get $L) (i32.const 2) (local.get $name))) (then
    (call $lua_pushboolean (local.get $L) (i32.const 1))
    (call $lua_copy (local.get $L) (i32.const -1) (i32.const -2))
    (call $lua_setfield (local.get $L) (i32.const 2) (local.get $name))))
  (call $lua_rotate (local.get $L) (i32.const -2) (i32.const 1))
  (i32.const 2))

;; READING STANDARD INPUT (g_read, liolib.c) where the stack is left. A call that has not got all it wants leaves nothing
;; consumed: what it has read is given back, and it is called anew when there is more. So what lies in the file's buffer
;; goes back to JS first, which keeps account.
(func $g_read (param $L i32) (param $file i32) (param $first i32) (result i32)
  (local $results i32) (local $from i32)
  (if (i32.or (i32.eqz (i32.load offset=control.leaves (global.get $ms_base))) (i32.load offset=openFile.descriptor (local.get $file))) (then
    (return (call $g_read_inner (local.get $L) (local.get $file) (local.get $first)))))
  (i32.store offset=control.reader (global.get $ms_base) (local.get $L))
  (i32.store offset=control.readFile (global.get $ms_base) (local.get $file))
  (i32.store offset=control.readBoxes (global.get $ms_base)
    (i32.sub (i32.load offset=luaState.toBeClosed (local.get $L)) (i32.load offset=luaState.stack (local.get $L))))
  ;; io.read has pushed the file (getiofile), f:read and io.lines have not
  (i32.store offset=control.readTop (global.get $ms_base)
    (i32.sub
      (i32.sub (i32.load offset=luaState.top (local.get $L)) (i32.load offset=luaState.stack (local.get $L)))
      (i32.shl (i32.eq (local.get $first) (i32.const 1)) (i32.const valueShift))))
  (local.set $from (i32.load offset=openFile.readAt (local.get $file)))
  (call $js_unread (local.get $from) (i32.sub (i32.load offset=openFile.readEnd (local.get $file)) (local.get $from)))
  (call $ms_empty (local.get $file))
  (local.set $results (call $g_read_inner (local.get $L) (local.get $file) (local.get $first)))
  (i32.store offset=control.reader (global.get $ms_base) (i32.const 0))
  (local.get $results))
(func $ms_empty (param $file i32)
  (i32.store offset=openFile.readAt (local.get $file) (i32.const 0))
  (i32.store offset=openFile.readEnd (local.get $file) (i32.const 0)))
;; There is nothing to be read yet. Answers an error where the program can't wait for it here.
(func $ms_leave_reading (param $answer i32) (result i32)
  (local $L i32) (local $file i32)
  (local.set $L (i32.load offset=control.reader (global.get $ms_base)))
  (i32.store offset=control.reader (global.get $ms_base) (i32.const 0))
  (if (i32.ne (local.get $answer) (i32.const readAnswers.leave)) (then (return (i32.const wasiErrors.again))))
  (local.set $file (i32.load offset=control.readFile (global.get $ms_base)))
  (call $ms_empty (local.get $file))
  (i32.store (local.get $file) (i32.and (i32.load (local.get $file)) (i32.const openFile.withoutEnd)))
  ;; the buffers of long lines are the collector's (luaL_Buffer), and are not closed
  (i32.store offset=luaState.toBeClosed (local.get $L)
    (i32.add (i32.load offset=luaState.stack (local.get $L)) (i32.load offset=control.readBoxes (global.get $ms_base))))
  (i32.store offset=luaState.top (local.get $L)
    (i32.add (i32.load offset=luaState.stack (local.get $L)) (i32.load offset=control.readTop (global.get $ms_base))))
  (call $ms_leave_to (local.get $L) (i32.const continuations.ms_again) (i32.const 0))
  (unreachable))
