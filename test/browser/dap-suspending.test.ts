/** Isolated, but with the other gate: a kernel that suspends needs no shared memory. */
import {describeDapPort} from "../support/suites/dap.ts"

describeDapPort({gate: "suspending"})
