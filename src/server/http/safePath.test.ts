import { describe, expect, it } from 'vitest';
import { cookieIn } from './cookies.ts';
import { safePath } from './safePath.ts';

describe('a path to come back to', () => {
  it('keeps paths of this site with query and anchor', () => {
    expect(safePath('/')).toBe('/');
    expect(safePath('/j/abc?x=1#s')).toBe('/j/abc?x=1#s');
    expect(safePath('/p/計畫')).toBe('/p/%E8%A8%88%E7%95%AB');
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    'evil',
    '',
    null,
    ['/a']
  ])('turns %j into the home page', (wanted) => {
    expect(safePath(wanted)).toBe('/');
  });
});

describe('a cookie in a header', () => {
  it('finds the one of exactly that name', () => {
    expect(cookieIn('a=1; session=x%2Fy; my_session=2', 'session')).toBe('x/y');
    expect(cookieIn('my_session=2', 'session')).toBeNull();
  });

  it('takes a broken value and a missing header for no cookie', () => {
    expect(cookieIn('session=%E0%A4%A', 'session')).toBeNull();
    expect(cookieIn(undefined, 'session')).toBeNull();
  });
});
