/** Isolated, but with the other gate: a kernel that suspends needs no shared memory. */
import {describeExecution} from "../support/suites/execution.ts"

describeExecution({gate: "suspending"})
