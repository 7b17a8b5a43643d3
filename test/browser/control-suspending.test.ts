/** Isolated, but with the other gate: a kernel that suspends needs no shared memory. */
import {describeControl} from "../support/suites/control.ts"

describeControl({gate: "suspending"})
