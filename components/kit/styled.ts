import {noChange} from "lit"
import {Directive, directive, type ElementPart} from "lit/directive.js"

/**
 * Sets properties of an element's style, for what is only known at run time. Through the object model, since a page's
 * Content-Security-Policy may refuse style attributes, and lit's `styleMap` begins with one.
 */
class Styled extends Directive {
  #set: Readonly<Record<string, string>> = {}

  override render(_properties: Readonly<Record<string, string>>): typeof noChange {
    return noChange
  }

  override update({element}: ElementPart, [properties]: [Readonly<Record<string, string>>]): typeof noChange {
    const {style} = element as HTMLElement
    for (const name of Object.keys(this.#set)) if (!(name in properties)) style.removeProperty(name)
    for (const [name, value] of Object.entries(properties))
      if (this.#set[name] !== value) style.setProperty(name, value)
    this.#set = properties
    return noChange
  }
}

export const styled = directive(Styled)
