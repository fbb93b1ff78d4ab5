/**
 * Reads `text/event-stream` piece by piece, wherever the network cuts it: in a line, between CR and LF, or (the caller
 * decodes with `stream: true`) in a letter. Only `data` is read; names, ids and comments are left out.
 * Source: HTML, "Interpreting an event stream".
 */
export function eventReader(onData: (data: string) => void): (text: string) => void {
  let rest = ''
  let data: string[] = []
  const line = (text: string) => {
    if (text === '') {
      if (data.length > 0) onData(data.join('\n'))
      data = []
      return
    }
    const [, value] = /^data(?::\x20?(.*))?$/s.exec(text) ?? []
    if (value !== undefined) data.push(value)
    else if (text === 'data') data.push('')
  }
  return (text) => {
    rest += text
    // A CR at the very end may be half of a CRLF: it waits for what follows.
    for (let end = /\r\n|\n|\r(?!$)/.exec(rest); end; end = /\r\n|\n|\r(?!$)/.exec(rest)) {
      line(rest.slice(0, end.index))
      rest = rest.slice(end.index + end[0].length)
    }
  }
}
