// The materials as taken in, and what is behind one application. Owns the list, its filter and
// which one is open. Trap: a correction may take an application away, so what is open is read anew.
import { call, toFault, type Fault, type OfficeApplication, type OfficeApplicationView, type OfficeMaterials, type OfficeTakenIn } from '$api';
import { Work } from '../parts/work.svelte';

/** The materials of one window. */
export class Materials {
  list = $state.raw<OfficeMaterials | null>(null);
  open = $state.raw<OfficeApplicationView | null>(null);
  /** Codes that a finding is about. */
  codes = $state.raw<readonly string[]>([]);
  unit = $state('');
  words = $state('');
  fault = $state.raw<Fault | null>(null);
  revised = $state.raw<OfficeTakenIn | null>(null);
  readonly work = new Work();

  /** Rows that fit. */
  get rows(): OfficeApplication[] {
    const wanted = this.words.trim().toLocaleLowerCase();
    const fits = (row: OfficeApplication): boolean =>
      (this.unit === '' || row.unit === this.unit) &&
      [row.application, row.enterprise, row.credit_code].some((text) => text.toLocaleLowerCase().includes(wanted));
    return (this.list?.rows ?? []).filter(fits);
  }

  /** Name of a unit. */
  unitName(code: string): string {
    return this.list?.units.find((unit) => unit.code === code)?.name ?? code;
  }

  /** Reads the list, and anew what is open. */
  async load(): Promise<void> {
    try {
      this.list = await call('office_materials');
      this.fault = null;
      const open = this.open?.row.application;
      if (open !== undefined) await this.show(open, this.codes);
    } catch (said) {
      this.fault = toFault(said, 'office_materials');
    }
  }

  /** Opens an application; `codes` are the fields and evidence to look at. */
  async show(application: string, codes: readonly string[] = []): Promise<void> {
    this.codes = codes;
    try {
      this.open = await call('office_application', { application });
    } catch (said) {
      this.open = null;
      this.fault = toFault(said, 'office_application');
    }
  }

  /** Whether a finding is about this field or item; a field counts with all its years. */
  isMeant(code: string): boolean {
    return this.codes.some((meant) => code === meant || code.startsWith(`${meant}_`));
  }

  /** Reads a corrected folder. */
  async revise(): Promise<void> {
    const folder = await this.work.folder();
    if (!folder) return;
    this.revised = await this.work.run('office_revise', { folder: folder.id });
    await this.load();
  }

  /** Writes the empty form. */
  async form(): Promise<string | null> {
    const folder = await this.work.folder();
    const file = folder && (await this.work.run('office_form', { folder: folder.id, scheme: null }));
    return file?.name ?? null;
  }
}
