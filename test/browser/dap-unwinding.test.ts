/** Isolated, but with the gate that any browser has: without JSPI. */
import {takeJspiOut} from "../support/no-jspi.ts"
import {describeDapPort} from "../support/suites/dap.ts"

takeJspiOut()
describeDapPort({gate: "unwinding"})
