import {describeHibernation} from "../support/suites/hibernation.ts"

describeHibernation({gate: "suspending"})
