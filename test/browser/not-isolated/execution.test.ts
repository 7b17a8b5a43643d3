import {describeExecution} from "../../support/suites/execution.ts"

describeExecution()
