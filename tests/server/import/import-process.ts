import { connect } from '../../../db/client.ts'
import { runImport } from '../../../server/import/run-import.ts'
import { secretsFrom } from '../../../server/platform/secrets.ts'

/** An import in a process of its own, so that it can be killed: `import-process.ts <database> <import>`. */
const [url = '', id = ''] = process.argv.slice(2)
const connection = connect(url, { max: 4 })
await runImport({ ...connection, secrets: secretsFrom('a key of the tests, long enough'), now: () => new Date() }, id)
await connection.close()
