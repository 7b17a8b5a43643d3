/** Isolated, but with the gate that any browser has: without JSPI. */
import {takeJspiOut} from "../support/no-jspi.ts"
import {describeExecution} from "../support/suites/execution.ts"

takeJspiOut()
describeExecution({gate: "unwinding"})
