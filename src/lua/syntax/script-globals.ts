/**
 * The globals that Moonstep adds to Lua: one line a function, the call, two spaces or more, and what it does. The engine
 * registers these and no others (in this order, so that a snapshot of the memory fits every boot); completion, hover
 * texts and docs/script-globals.md read the same lines.
 */
export const scriptGlobalsSource = `
Console.log(···)  Writes its arguments, formatted and separated by blanks, as a message of level "log"; strings as they are.
Console.info(···)  The same with level "info".
Console.debug(···)  The same with level "debug".
Console.warn(···)  The same with level "warn"; a debugger shows it as standard error.
Console.error(···)  The same with level "error"; a debugger shows it as standard error. The program goes on.
Console.assert(condition [, ···])  Writes its other arguments as an error if condition is false or nil. The program goes on.
Console.table(t [, columns])  Shows a list or a table of records as a table, at most 1,000 rows; columns names those wanted, in order.
Console.dump(value [, depth])  Writes a value with all that is in it, 5 levels deep unless told; what contains itself shows as <cycle>.
Console.count([label])  Writes how many times it was called with this label ("default").
Console.countReset([label])  Begins to count anew.
Console.time([label])  Starts a clock of this label ("default").
Console.timeEnd([label])  Writes the milliseconds since Console.time of this label, returns them, and ends the clock.
Console.trace(···)  Writes its arguments and the call stack.
Console.group(···)  Writes its arguments as the head of a group; what follows is shown indented.
Console.groupEnd()  Ends the innermost group.
Console.clear()  Empties the console.
Debugger.pause([reason])  Stops here if a debugger is attached; else nothing happens.
Debugger.isAttached()  Whether the program runs under a debugger that stops at breakpoints.
Debugger.breakpoint(path, line [, condition])  Sets a breakpoint and returns the line where it stands; nil without a debugger or where none can stand.
Debugger.clear(path, line)  Takes the breakpoints of a line away; returns whether there was one.
Debugger.traceback([thread])  The call stack as a list of {name, path, line, source, native}, innermost first.
Performance.now()  Milliseconds of a clock that never goes back.
Performance.mark(name)  Remembers this moment under a name, and returns it.
Performance.measure(name [, startMark [, endMark]])  Milliseconds between two marks, else from the start of the kernel and until now; remembers them under a name.
Performance.entries()  Marks and measures in order: a list of {name, type, start, duration}.
Performance.clear()  Forgets marks and measures.
Performance.memory()  Bytes that the program's values take.
Inspect.value(value)  The value as the debugger shows it: a string.
Inspect.type(value)  The type's name; "integer" or "float" for numbers, the __name of a metatable that has one.
Inspect.locals([level])  The variables of the function that calls this, or of its level-th caller, by name; those that are nil are not there.
Inspect.upvalues(f)  The variables from outside that a function uses, by name.
Inspect.source(f)  Where a function is defined: {path, line, lastLine, source}; nil for a built-in one.
Inspect.display(data)  Shows a table of MIME type = string, such as {["image/png"] = bytes, ["text/plain"] = "…"}; any other value as an execution's result would be.
`

/** "Console.log" and so on, in the order in which they are registered. */
export const scriptFunctionNames: readonly string[] = scriptGlobalsSource
  .trim()
  .split("\n")
  .map(line => line.slice(0, line.indexOf("(")))

/** "Console", "Debugger", "Performance", "Inspect". */
export const scriptGlobalNames: readonly string[] = [...new Set(scriptFunctionNames.map(name => name.split(".")[0]))]
