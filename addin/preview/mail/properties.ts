// Real Outlook keeps an add-in's custom properties with the message; here they live with the browser.
const keyOf = (id: string) => `outlook-preview/properties/${id}`

/** Custom properties of a message as JSON text. */
export const propertiesOf = (id: string): string => localStorage.getItem(keyOf(id)) ?? '{}'

export const keepProperties = (id: string, text: string): void => localStorage.setItem(keyOf(id), text)
