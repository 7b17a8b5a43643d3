/** Isolated, but with the gate that any browser has: without JSPI. */

import {describeScriptGlobals} from "../support/suites/script-globals.ts"
import {takeJspiOut} from "../support/unwinding-page.ts"

takeJspiOut()
describeScriptGlobals({gate: "unwinding"})
