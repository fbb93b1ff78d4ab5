/**
 * Keeps an Escape that closed something of ours from office.js: on the web it takes every Escape for the wish to leave
 * the pane, and the focus lands on the pane's first button instead of where the dialog or menu was opened.
 */
export function keepUsedEscape(): void {
  // office.js listens on the window; React's handlers, below the body, have run by then.
  document.body.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.defaultPrevented) event.stopPropagation()
  })
}
