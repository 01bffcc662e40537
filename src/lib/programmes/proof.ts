import { proofLevels, type ProofLevel } from '#lib/access/index.ts';

// Anybody may open an address there, so it proves nothing of where somebody works.
const freeMail = new Set(
  `gmail.com googlemail.com yahoo.com yahoo.com.tw ymail.com rocketmail.com hotmail.com hotmail.com.tw outlook.com
  outlook.com.tw live.com live.com.tw msn.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com
  gmx.net gmx.de web.de mail.com mail.ru yandex.com yandex.ru qq.com foxmail.com 163.com 126.com sina.com tutanota.com
  tuta.io fastmail.com fastmail.fm zoho.com hey.com duck.com naver.com hanmail.net daum.net seed.net.tw hinet.net
  msa.hinet.net ms1.hinet.net pchome.com.tw kimo.com kimo.com.tw so-net.net.tw giga.net.tw`.split(/\s+/)
);

/** Endings under which a provider gives every customer a name of their own. */
const freeEndings = ['.hinet.net', '.seed.net.tw', '.yahoo.com', '.pchome.com.tw'];

/** @returns the part of an address that says where somebody belongs, or null when anybody may have such an address */
export function provingDomain(email: string): string | null {
  const domain = email.split('@').at(-1)?.toLowerCase().replace(/\.$/, '') ?? '';
  if (!/^[^\s.@]+(\.[^\s.@]+)+$/.test(domain)) return null;
  const isFree = freeMail.has(domain) || freeEndings.some((ending) => domain.endsWith(ending));
  return isFree ? null : domain;
}

/** How one level of proof stands to another: below 0 when the first is the weaker. */
export function compareProof(one: ProofLevel, other: ProofLevel): number {
  return proofLevels.indexOf(one) - proofLevels.indexOf(other);
}
