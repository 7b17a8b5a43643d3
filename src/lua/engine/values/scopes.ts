/** The scopes of a frame, in the order in which a name is looked up. */
import type {ScopeInfo} from "../../../debugger/engine.ts"
import type {Stack} from "../stack/stack.ts"
import type {LuaContainer} from "./container-kinds.ts"
import type {Containers} from "./containers.ts"

export function scopesOf(L: number, ci: number, stack: Stack, containers: Containers): ScopeInfo[] {
  const isLua = ci !== 0 && stack.isLua(ci)
  const globals: ScopeInfo = {
    name: "Globals",
    hint: "globals",
    container: containers.globals(isLua ? ci : 0),
    expensive: true,
  }
  if (!isLua) return [globals]
  const container = (kind: "locals" | "varargs" | "upvalues"): LuaContainer => ({kind, L, ci})
  const {count} = stack.varargs(ci)
  const upvalues = containers.variables(container("upvalues"), {}).length
  return [
    {name: "Locals", hint: "locals", container: container("locals"), expensive: false},
    ...(count
      ? [{name: "Varargs", hint: "arguments", container: container("varargs"), expensive: false, count} as const]
      : []),
    ...(upvalues
      ? [{name: "Upvalues", hint: "closure", container: container("upvalues"), expensive: false} as const]
      : []),
    globals,
  ]
}
