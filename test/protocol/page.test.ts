import {describe, expect, it} from "vitest"
import {dapCommands} from "../../src/protocol/dap.ts"
import {messageHeader, requestMessage} from "../../src/protocol/envelope.ts"
import {lrpMethods, lrpNotifications} from "../../src/protocol/lrp.ts"
import {fieldsOf} from "../../src/protocol/shape.ts"
import {protocolPage} from "../support/protocol-page.ts"

describe("The protocol's page", () => {
  it("is what the schemas say; npm run docs writes it anew", async () => {
    await expect(protocolPage()).toMatchFileSnapshot("../../docs/protocol.md")
  })

  it("has a sentence for each field and each method", () => {
    const schemas = [
      ["request", requestMessage],
      ["header", messageHeader],
      ...Object.entries(lrpMethods).flatMap(([name, {content, reply}]) => [
        [name, content],
        [`${name} reply`, reply],
      ]),
      ...Object.entries(lrpNotifications).map(([name, {content}]) => [name, content]),
      ...Object.entries(dapCommands).map(([name, one]) => [name, one.arguments]),
    ] as [string, Parameters<typeof fieldsOf>[0]][]
    const silent = schemas.flatMap(([name, schema]) =>
      fieldsOf(schema)
        .filter(({says}) => !/\.$/.test(says))
        .map(one => `${name}: ${one.name}`),
    )
    expect(silent).toEqual([])
    for (const {says} of [...Object.values(lrpMethods), ...Object.values(dapCommands)]) expect(says).toMatch(/\.$/)
  })
})
