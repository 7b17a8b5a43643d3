/** Isolated, but with the gate that any browser has: without JSPI. */
import {takeJspiOut} from "../support/no-jspi.ts"
import {describeHostFunctions} from "../support/suites/host-functions.ts"

takeJspiOut()
describeHostFunctions({gate: "unwinding"})
