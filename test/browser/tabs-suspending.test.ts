/** Isolated, but with the other gate: a kernel that suspends needs no shared memory. */
import {describeTabs} from "../support/suites/tabs.ts"

describeTabs({gate: "suspending"})
