/** Mainland or foreign wording that a Taiwanese reader stumbles over, with what we write instead. */
export const mainlandTerms: Readonly<Record<string, string>> = {
  信息: '訊息、資訊',
  軟件: '軟體',
  硬件: '硬體',
  用戶: '使用者',
  登錄: '登入',
  登陸: '登入',
  註銷: '登出',
  服務器: '伺服器',
  保存: '儲存',
  默認: '預設',
  缺省: '預設',
  網絡: '網路',
  互聯網: '網際網路',
  鏈接: '連結',
  屏幕: '螢幕',
  視頻: '影片',
  音頻: '音訊',
  文件夾: '資料夾',
  刷新: '重新整理',
  加載: '載入',
  設置: '設定',
  賬號: '帳號',
  賬戶: '帳號',
  反饋: '回饋',
  點擊: '點選、按',
  菜單: '選單',
  界面: '介面',
  打印: '列印',
  字體: '字型',
  光標: '游標',
  粘貼: '貼上',
  復制: '複製',
  剪貼板: '剪貼簿',
  全屏: '全螢幕',
  二維碼: 'QR Code',
  郵箱: '電子郵件',
  博客: '部落格',
  搜索: '搜尋',
  創建: '建立'
};

// Simplified forms that Big5 holds as rare characters of their own.
const simplifiedInBig5 = '丰价优儿划听坏复据机极构洁确离种网胜荐触适';

/** The Han characters of Taiwan's Big5, without the vendors' extensions: whatever else appears was not written here. */
export function writtenInTaiwan(): ReadonlySet<string> {
  const decoder = new TextDecoder('big5');
  const characters = new Set<string>();
  for (let lead = 0xa4; lead <= 0xf9; lead++) {
    if (lead > 0xc6 && lead < 0xc9) continue;
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) trail = 0xa1;
      characters.add(decoder.decode(Uint8Array.of(lead, trail)));
    }
  }
  for (const character of simplifiedInBig5) characters.delete(character);
  return characters;
}

/** Characters of a text that are Han but not written in Taiwan. */
export function foreignCharacters(text: string, known: ReadonlySet<string>): string[] {
  return [...text].filter((character) => /\p{Script=Han}/u.test(character) && !known.has(character));
}

/**
 * Whether a Chinese text uses Latin punctuation beside Han or beside a {placeholder}. What belongs to a Latin word
 * (`mailto:`, `https://`) is no punctuation of the sentence.
 */
export function hasHalfWidthPunctuation(text: string): boolean {
  const sentence = text.replace(/[a-z]+:(?:\/\/)?/g, '');
  return /[\p{Script=Han}}」]\s*[,;:?!()]|[,;:?!()]\s*[\p{Script=Han}{「]/u.test(sentence);
}
