import { createRequire } from 'node:module';

interface EntityMapper {
  type: { additionalProperties?: { type: { name: string } } };
}

/**
 * The connector's serialiser strips every entity of a reply down to type, text and mentioned: citations and labels would be
 * lost on the wire. This lets it keep the rest. Idempotent; called before the first CloudAdapter is made.
 */
export function keepReplyEntities(): void {
  const mappers = createRequire(import.meta.url)('botframework-connector/lib/connectorApi/models/mappers') as {
    Entity: EntityMapper;
  };
  mappers.Entity.type.additionalProperties = { type: { name: 'Object' } };
}
