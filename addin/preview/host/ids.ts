/**
 * Outlook hands add-ins Exchange (EWS) item ids; Graph's are the same bytes in the URL-safe alphabet.
 * office.js converts with the same two substitutions.
 */
export const toEwsId = (graphId: string) => graphId.replaceAll('-', '/').replaceAll('_', '+')
export const toGraphId = (ewsId: string) => ewsId.replaceAll('/', '-').replaceAll('+', '_')
