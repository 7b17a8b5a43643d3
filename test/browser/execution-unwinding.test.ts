/** Isolated, but with the gate that any browser has: without JSPI. */

import {describeExecution} from "../support/suites/execution.ts"
import {takeJspiOut} from "../support/unwinding-page.ts"

takeJspiOut()
describeExecution({gate: "unwinding"})
