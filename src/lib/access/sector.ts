/** The sectors of public life, as declared by a person for one programme. Order is the order at the table. */
export const sectors = [
  'government',
  'civil_society',
  'technology',
  'business',
  'academia',
  'resident'
] as const;
export type Sector = (typeof sectors)[number];

/** How well a declared affiliation is proven, weakest first. */
export const proofLevels = ['self_declared', 'email_domain', 'vouched', 'verified'] as const;
export type ProofLevel = (typeof proofLevels)[number];

/** From where somebody speaks in one programme. Frozen onto every act. */
export type Affiliation = {
  sector: Sector;
  organisation: string | null;
  /** "on behalf of" or in which function, in the person's own words */
  capacity: string | null;
  proof: ProofLevel;
};
