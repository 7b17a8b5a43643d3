/**
 * Lua 5.4's standard library (reference manual, chapter 6) and our own globals, for completion and hover texts. One line an entry: the call
 * or value, two spaces or more, and what it is.
 */

import {scriptGlobalsSource} from "./script-globals.ts"

/** One global, or one member of a library. */
export interface LibraryEntry {
  /** `print`, or a member's name without its library: `format`. */
  readonly name: string
  /** `string` for `string.format`, "" for a global; `file` for the methods of files. */
  readonly library: string
  /** The parameters, such as `(s, i [, j])`; "" for a value. */
  readonly parameters: string
  readonly description: string
}

const source = `
_G  The table of all globals.
_VERSION  The running version of Lua, "Lua 5.4".
arg  The table of command-line arguments.
assert(v [, message])  Raises an error if v is false or nil, else returns all its arguments.
collectgarbage([opt [, arg]])  Controls the garbage collector: "collect", "count", "step", "incremental", "generational".
dofile([filename])  Runs a file as a chunk and returns its results.
error(message [, level])  Raises an error. Level 1 adds this position, 2 the caller's, 0 none.
getmetatable(object)  The object's metatable, or the __metatable field of it.
ipairs(t)  For a generic for: index and value from t[1] up to the first nil.
load(chunk [, chunkname [, mode [, env]]])  Compiles a string, or what a function gives piece by piece; nil and a message if it fails.
loadfile([filename [, mode [, env]]])  Compiles a file; nil and a message if it fails.
next(table [, index])  The next key and its value, nil after the last one.
pairs(t)  For a generic for: every key and value of t, in no fixed order.
pcall(f [, arg1, ···])  Calls f and catches errors: true and its results, or false and the error.
print(···)  Writes its arguments to the standard output, separated by tabs.
rawequal(v1, v2)  Compares without the __eq metamethod.
rawget(table, index)  Reads a field without the __index metamethod.
rawlen(v)  The length without the __len metamethod.
rawset(table, index, value)  Writes a field without the __newindex metamethod.
require(modname)  Loads a module once, and returns what it gave.
select(n, ···)  The arguments from the n-th on; how many there are for n = "#".
setmetatable(table, metatable)  Sets a table's metatable and returns the table.
tonumber(e [, base])  Turns a string into a number, nil if it isn't one.
tostring(v)  Turns any value into a string, by __tostring if there is one.
type(v)  The type's name: "nil", "number", "string", "boolean", "table", "function", "thread" or "userdata".
warn(msg1, ···)  Writes a warning of all its strings.
xpcall(f, msgh [, arg1, ···])  Like pcall, with a handler that sees the error before the stack unwinds.
coroutine.close(co)  Closes a suspended or dead coroutine and its to-be-closed variables.
coroutine.create(f)  A new coroutine with body f.
coroutine.isyieldable([co])  True if the coroutine can yield here.
coroutine.resume(co [, val1, ···])  Starts or goes on with a coroutine: true and its values, or false and the error.
coroutine.running()  The running coroutine, and true if it is the main one.
coroutine.status(co)  "running", "suspended", "normal" or "dead".
coroutine.wrap(f)  A new coroutine as a function that resumes it and passes errors on.
coroutine.yield(···)  Suspends the running coroutine; its arguments go to resume.
debug.debug()  Reads and runs lines from the standard input until "cont".
debug.gethook([thread])  The current hook: function, mask, count.
debug.getinfo([thread,] f [, what])  A table about a function or a stack level.
debug.getlocal([thread,] f, local)  Name and value of a local variable by its index.
debug.getmetatable(value)  The metatable of any value.
debug.getregistry()  The registry table.
debug.getupvalue(f, up)  Name and value of an upvalue by its index.
debug.getuservalue(u, n)  The n-th user value of a userdata.
debug.sethook([thread,] hook, mask [, count])  Calls hook on events of the mask "c", "r", "l", and every count instructions.
debug.setlocal([thread,] level, local, value)  Assigns to a local variable by its index.
debug.setmetatable(value, table)  Sets the metatable of any value.
debug.setupvalue(f, up, value)  Assigns to an upvalue by its index.
debug.setuservalue(udata, value, n)  Sets the n-th user value of a userdata.
debug.traceback([thread,] [message [, level]])  The call stack as a text.
debug.upvalueid(f, n)  An identifier of an upvalue, to tell shared ones.
debug.upvaluejoin(f1, n1, f2, n2)  Makes one closure's upvalue refer to another's.
io.close([file])  Closes a file, else the default output.
io.flush()  Writes out what the default output has buffered.
io.input([file])  Sets or gives the default input.
io.lines([filename, ···])  For a generic for: the lines of a file.
io.open(filename [, mode])  Opens a file; nil and a message if it fails.
io.output([file])  Sets or gives the default output.
io.popen(prog [, mode])  Starts a program and opens a pipe to it.
io.read(···)  Reads from the default input: "l", "L", "n", "a" or a number of bytes.
io.stderr  The standard error file.
io.stdin  The standard input file.
io.stdout  The standard output file.
io.tmpfile()  A temporary file that is removed at the end.
io.type(obj)  "file", "closed file", or nil if obj is no file.
io.write(···)  Writes strings and numbers to the default output.
file:close()  Closes the file.
file:flush()  Writes out what is buffered.
file:lines(···)  For a generic for: what read gives each time.
file:read(···)  Reads by formats: "l", "L", "n", "a" or a number of bytes.
file:seek([whence [, offset]])  Moves and gives the position; whence is "set", "cur" or "end".
file:setvbuf(mode [, size])  Sets the buffering: "no", "full" or "line".
file:write(···)  Writes strings and numbers; returns the file.
math.abs(x)  The absolute value.
math.acos(x)  The arc cosine, in radians.
math.asin(x)  The arc sine, in radians.
math.atan(y [, x])  The arc tangent of y/x, in the right quadrant.
math.ceil(x)  The smallest integer not below x.
math.cos(x)  The cosine of x radians.
math.deg(x)  Radians to degrees.
math.exp(x)  e to the power x.
math.floor(x)  The greatest integer not above x.
math.fmod(x, y)  The remainder of x/y, rounded towards zero.
math.huge  Infinity.
math.log(x [, base])  The logarithm, natural unless a base is given.
math.max(x, ···)  The greatest of its arguments.
math.maxinteger  The greatest integer, 9223372036854775807.
math.min(x, ···)  The least of its arguments.
math.mininteger  The least integer, -9223372036854775808.
math.modf(x)  The integral part of x and its fractional part.
math.pi  3.141592653589793.
math.rad(x)  Degrees to radians.
math.random([m [, n]])  A float in [0,1), an integer in [1,m], or one in [m,n].
math.randomseed([x [, y]])  Sets the seed of math.random.
math.sin(x)  The sine of x radians.
math.sqrt(x)  The square root.
math.tan(x)  The tangent of x radians.
math.tointeger(x)  x as an integer, or nil if it isn't one.
math.type(x)  "integer", "float", or nil if x is no number.
math.ult(m, n)  True if m < n as unsigned integers.
os.clock()  The CPU time used, in seconds.
os.date([format [, time]])  A date as a string, or as a table for the format "*t".
os.difftime(t2, t1)  Seconds from t1 to t2.
os.execute([command])  Runs a shell command.
os.exit([code [, close]])  Ends the program.
os.getenv(varname)  The value of an environment variable, or nil.
os.remove(filename)  Deletes a file; nil and a message if it fails.
os.rename(oldname, newname)  Renames a file; nil and a message if it fails.
os.setlocale(locale [, category])  Sets the locale; nil if it can't.
os.time([table])  The time in seconds: now, or of a table of year, month, day, ….
os.tmpname()  A name for a temporary file.
package.config  Separators used in paths.
package.cpath  The search path of C modules.
package.loaded  The modules that have been loaded, by name.
package.loadlib(libname, funcname)  Links a C library.
package.path  The search path of Lua modules.
package.preload  Loaders of modules, by name.
package.searchers  The functions that look for a module.
package.searchpath(name, path [, sep [, rep]])  The first file of a search path that exists.
string.byte(s [, i [, j]])  The codes of the bytes from i to j.
string.char(···)  A string of the bytes with these codes.
string.dump(function [, strip])  A function as a binary chunk.
string.find(s, pattern [, init [, plain]])  Start and end of the first match, and its captures; nil if there is none.
string.format(formatstring, ···)  Formats values as C's printf does, with %q and %s for Lua's.
string.gmatch(s, pattern [, init])  For a generic for: the captures of each match.
string.gsub(s, pattern, repl [, n])  Replaces matches by a string, a table's values or a function's results; gives the count too.
string.len(s)  The length in bytes.
string.lower(s)  In lower case.
string.match(s, pattern [, init])  The captures of the first match, or nil.
string.pack(fmt, v1, v2, ···)  Values as a binary string.
string.packsize(fmt)  The length of what string.pack gives.
string.rep(s, n [, sep])  n copies of s, with sep between them.
string.reverse(s)  The bytes in reverse order.
string.sub(s, i [, j])  The bytes from i to j; negative ones count from the end.
string.unpack(fmt, s [, pos])  The values in a binary string, and the position after them.
string.upper(s)  In upper case.
table.concat(list [, sep [, i [, j]]])  The list's strings and numbers as one string.
table.insert(list, [pos,] value)  Inserts a value at pos, or at the end.
table.move(a1, f, e, t [, a2])  Copies a1[f..e] to a2[t..], a1 itself unless a2 is given.
table.pack(···)  A table of all arguments, with their number in the field n.
table.remove(list [, pos])  Removes and returns the value at pos, or the last one.
table.sort(list [, comp])  Sorts in place, by < or by comp(a, b).
table.unpack(list [, i [, j]])  The values list[i] to list[j].
utf8.char(···)  The UTF-8 string of these code points.
utf8.charpattern  The pattern that matches one UTF-8 sequence.
utf8.codepoint(s [, i [, j [, lax]]])  The code points that start between the bytes i and j.
utf8.codes(s [, lax])  For a generic for: position and code point of each character.
utf8.len(s [, i [, j [, lax]]])  The number of characters; nil and a position for invalid UTF-8.
utf8.offset(s, n [, i])  The byte position of the n-th character.
`

/** Every global and member of the standard library and of the script globals. */
export const libraryEntries: readonly LibraryEntry[] = source
  .concat(scriptGlobalsSource)
  .split("\n")
  .filter(line => line !== "")
  .map(line => {
    const [, library = "", name, parameters = "", description] =
      /^(?:(\w+)[.:])?(\w+)(\(.*?\))? {2,}(.*)$/.exec(line) ?? []
    return {library, name, parameters, description}
  })

/** The names of the libraries, such as `string`. */
export const libraryNames: readonly string[] = [...new Set(libraryEntries.map(entry => entry.library))].filter(
  name => name !== "" && name !== "file",
)

/** The parameters of a library's function called as a method of a string. */
export const methodParameters = ({parameters}: LibraryEntry): string =>
  parameters.replace(/^\(s( \[)?(?:, )?/, (_, optional = "") => `(${optional.trim()}`)

const byName = new Map(
  libraryEntries.map(entry => [entry.library === "" ? entry.name : `${entry.library}.${entry.name}`, entry]),
)
/** By its full name, such as `string.format`. */
export const libraryEntry = (name: string): LibraryEntry | undefined => byName.get(name)
