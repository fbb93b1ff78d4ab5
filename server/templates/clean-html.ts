import sanitize from 'sanitize-html'

const styles = [/^[\w\s#%.,()'"-]+$/]

/**
 * HTML of people as it may go into mail and be shown: what mail programs show anyway, nothing that runs, nothing that
 * loads by itself from elsewhere but images over https.
 */
export const cleanHtml = (html: string): string =>
  sanitize(html, {
    allowedTags: [...sanitize.defaults.allowedTags, 'img', 'font', 'center', 'del', 'ins'],
    allowedAttributes: {
      '*': ['style', 'align', 'valign', 'dir', 'lang', 'title'],
      a: ['href', 'name', 'target'],
      img: ['src', 'alt', 'width', 'height'],
      table: ['width', 'border', 'cellpadding', 'cellspacing', 'role'],
      td: ['width', 'height', 'colspan', 'rowspan', 'bgcolor'],
      th: ['width', 'height', 'colspan', 'rowspan', 'bgcolor', 'scope'],
      font: ['color', 'face', 'size'],
    },
    allowedStyles: {
      '*': Object.fromEntries(
        [
          'color',
          'background-color',
          'font-family',
          'font-size',
          'font-weight',
          'font-style',
          'line-height',
          'text-align',
          'text-decoration',
          'margin',
          'margin-top',
          'margin-right',
          'margin-bottom',
          'margin-left',
          'padding',
          'padding-top',
          'padding-right',
          'padding-bottom',
          'padding-left',
          'border',
          'border-collapse',
          'width',
          'height',
          'max-width',
          'vertical-align',
        ].map((name) => [name, styles]),
      ),
    },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['https', 'cid'] },
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
  })
