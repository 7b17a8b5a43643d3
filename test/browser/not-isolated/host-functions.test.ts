import {describeHostFunctions} from "../../support/suites/host-functions.ts"

describeHostFunctions()
