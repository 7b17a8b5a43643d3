import {expect, test} from "vitest"
import {normalPath, programPath} from "../../src/base/path.ts"

test.each([
  ["lib/util.lua", "lib/util.lua"],
  ["./lib//util.lua", "lib/util.lua"],
  ["/lib/./util.lua", "lib/util.lua"],
  ["lib/../lib/util.lua", "lib/util.lua"],
  ["/workspace/lib/util.lua", "lib/util.lua"],
  ["workspace/util.lua", "workspace/util.lua"],
  ["/workspaces/util.lua", "workspaces/util.lua"],
  ["lib//", "lib/"],
  ["lib/old/..", "lib/"],
  ["lib/..", ""],
  ["a/../../b", "../b"],
  ["../../b", "../../b"],
  ["", ""],
])("a client's path %s is %s", (given, path) => expect(normalPath(given)).toBe(path))

test.each([
  ["./lib//util.lua", "lib/util.lua"],
  ["lib/../lib/./util.lua", "lib/util.lua"],
  ["../workspace/util.lua", "util.lua"],
  ["/workspace/lib/util.lua", "lib/util.lua"],
  ["workspace/util.lua", "workspace/util.lua"],
  ["/tmp/util.lua", "/tmp/util.lua"],
  ["../../../tmp/util.lua", "/tmp/util.lua"],
])("a program's path %s is %s", (given, path) => expect(programPath(given)).toBe(path))
