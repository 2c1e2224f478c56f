import { describe, expect, it } from 'vitest';
import { missing, type Draft } from './draft';

const complete: Draft = {
  name: 'Trần Văn Bình', address: 'Xóm 4', idKind: 'NONE', idNumber: '', phone: '', language: 'vi', type: 'PETITION', content: 'The road is cut.', wish: 'A date.', respondent: '', settledBy: '', people: '1', levels: ['PROVINCE'], when: 'today', wishedOn: '',
};

describe('registering', () => {
  it('needs no document, no telephone and nobody the matter is about', () => {
    expect(missing(complete)).toEqual([]);
  });
  it('names every field that is missing', () => {
    const draft: Draft = { ...complete, name: '', address: ' ', content: '', wish: '\n' };
    delete draft.idKind;
    delete draft.type;
    expect(missing(draft)).toEqual(['name', 'address', 'idKind', 'type', 'content', 'wish']);
  });
  it('asks for the kind of paper even if a number was typed', () => {
    const draft: Draft = { ...complete, idNumber: '040 068' };
    delete draft.idKind;
    expect(missing(draft)).toEqual(['idKind']);
  });
});
