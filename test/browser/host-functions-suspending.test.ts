/** Isolated, but with the other gate. */
import {describeHostFunctions} from "../support/suites/host-functions.ts"

describeHostFunctions({gate: "suspending"})
