import {describeFloods} from "../../support/suites/floods.ts"
import {describeStress} from "../../support/suites/stress.ts"

describeStress()
describeFloods()
