/**
 * Who wrote a file or opened an association (PS3.7 Annex D.3.3.2). The UID is a UUID of ours under 2.25 (PS3.5
 * section B.2) and stays the same for good; the version name, at most 16 characters, rises with releases.
 */
export const IMPLEMENTATION_CLASS_UID = '2.25.256053272354424705801203906477620378986';
export const IMPLEMENTATION_VERSION_NAME = 'BUCKY_0_1';
