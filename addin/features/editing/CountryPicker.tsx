import { countryName } from '../../ui/format.ts'
import { countryChoices } from './countries.ts'
import { Picker } from './Picker.tsx'

/** Chooses a country by its name or code; gives the code. */
export function CountryPicker({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  return (
    <Picker
      value={value ? { id: value, name: countryName(value) } : null}
      choices={countryChoices()}
      onChange={(country) => onChange(country?.id ?? '')}
    />
  )
}
