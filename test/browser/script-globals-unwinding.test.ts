/** Isolated, but with the gate that any browser has: without JSPI. */
import {takeJspiOut} from "../support/no-jspi.ts"
import {describeScriptGlobals} from "../support/suites/script-globals.ts"

takeJspiOut()
describeScriptGlobals({gate: "unwinding"})
