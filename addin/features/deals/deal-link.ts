/** Where a deal is shown: beside this page, or from the pane in a window of its own. */
export function dealLink(id: string): { href: string; target?: '_blank'; rel?: string } {
  const inPane = location.pathname.endsWith('taskpane.html')
  if (!inPane) return { href: `#/deals/${id}` }
  return { href: `${location.origin}/#/deals/${id}`, target: '_blank', rel: 'noopener noreferrer' }
}
