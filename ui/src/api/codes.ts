// Codes of refusals the window acts on. Owns nothing else: what people read comes with the fault.

/** Refusals by which a screen decides what to show next. */
export const CODES = {
  wrongPassphrase: 'S011',
  wrongRecoveryCode: 'S012',
  notPledged: 'R032',
  noPackage: 'R055',
  locked: 'D001',
  pinSpent: 'D004',
} as const;
