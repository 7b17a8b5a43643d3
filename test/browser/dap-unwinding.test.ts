/** Isolated, but with the gate that any browser has: without JSPI. */

import {describeDapPort} from "../support/suites/dap.ts"
import {takeJspiOut} from "../support/unwinding-page.ts"

takeJspiOut()
describeDapPort({gate: "unwinding"})
