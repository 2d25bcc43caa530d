/** Where the editor's SecretStorage keeps a person's Alibaba Cloud credentials: `StoredCredentials` as JSON. */
export const credentialsSecret = 'fcContainer.credentials';
