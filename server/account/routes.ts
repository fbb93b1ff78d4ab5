import { z } from 'zod'
import type { Routes } from '../app-types.ts'
import { administrators } from '../identity/roles.ts'
import { sendDownload } from '../platform/download.ts'
import { Problem } from '../platform/schema.ts'
import { datedName } from '../platform/table-file.ts'
import { exportAccount } from './export-account.ts'

const TYPE = 'application/zip'

export const accountRoutes: Routes = async (app) => {
  const context = app.services

  app.get(
    '/account/export.zip',
    {
      config: { roles: administrators },
      exposeHeadRoute: false,
      schema: {
        tags: ['account'],
        produces: [TYPE],
        response: {
          200: z.any().describe('Everything as open files: JSON Lines, CSV, a README and a manifest.'),
          403: Problem,
          503: Problem,
        },
      },
    },
    ({ actor }, reply) =>
      sendDownload(
        reply,
        { name: datedName('throughline', context.now(), 'zip'), type: TYPE },
        exportAccount(context, actor),
      ),
  )
}
