// Passerelle sur Azure : un hôte de conteneur, l'inscription du robot et le canal Teams.
//   az deployment group create -g <groupe> -f deployment/azure/main.bicep -p name=<nom> image=<image> controllerName='<organisme>'
// Par défaut, identité managée : aucun secret à garder ni à renouveler. Mode d'emploi : README.md, dans ce dossier.

@description('Nom de base des ressources, et de l’adresse https://<nom>.azurewebsites.net')
@minLength(3)
@maxLength(40)
param name string

@description('Image du conteneur, par exemple ghcr.io/organisme/passerelle:0.1.0')
param image string

@description('Organisme qui propose l’assistant et répond des données (32 caractères au plus)')
@maxLength(32)
param controllerName string

@description('UserAssignedMSI : identité managée, sans secret (conseillé). SingleTenant : inscription d’application avec secret.')
@allowed(['UserAssignedMSI', 'SingleTenant'])
param appType string = 'UserAssignedMSI'

@description('SingleTenant seulement : ID d’application (client)')
param appId string = ''

@description('SingleTenant seulement : valeur du secret')
@secure()
param appPassword string = ''

@description('Locataire (ID de l’annuaire)')
param tenantId string = tenant().tenantId

@description('Adresse publique ; par défaut celle qu’Azure donne')
param publicUrl string = 'https://${name}.azurewebsites.net'

@description('Adresse postale de l’organisme et contact du délégué à la protection des données : page /confidentialite')
param controllerAddress string = ''
param dpoContact string = ''

@description('Région des données')
param location string = resourceGroup().location

@description('Taille de l’hôte ; B1 suffit à un réseau régional')
param planSku string = 'B1'

@description('F0 : gratuit, sans limite sur Teams. S1 : payant, pour d’autres canaux.')
@allowed(['F0', 'S1'])
param botSku string = 'F0'

var managed = appType == 'UserAssignedMSI'
var secrets = managed ? [] : [{ name: 'MicrosoftAppPassword', value: appPassword }]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (managed) {
  name: '${name}-identite'
  location: location
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: '${name}-hote'
  location: location
  kind: 'linux'
  sku: { name: planSku }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  kind: 'app,linux,container'
  identity: managed
    ? { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
    : { type: 'None' }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      linuxFxVersion: 'DOCKER|${image}'
      alwaysOn: true
      // Une seule instance : le magasin embarqué n'en admet qu'une. Plusieurs instances : PostgreSQL (DATABASE_URL).
      numberOfWorkers: 1
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      webSocketsEnabled: true
      healthCheckPath: '/readyz'
      appSettings: concat(
        [
          { name: 'WEBSITES_PORT', value: '3978' }
          // /home est gardé d'un redémarrage à l'autre : conversations, versions de la base, clé.
          { name: 'WEBSITES_ENABLE_APP_SERVICE_STORAGE', value: 'true' }
          { name: 'DATA_DIR', value: '/home/data' }
          { name: 'HOST', value: '0.0.0.0' }
          { name: 'PORT', value: '3978' }
          { name: 'PUBLIC_URL', value: publicUrl }
          // Azure met un mandataire d'adresse variable devant le site : la limite se compte pour tous ensemble.
          { name: 'RATE_LIMIT_PER_MINUTE', value: '600' }
          { name: 'MicrosoftAppType', value: appType }
          { name: 'MicrosoftAppId', value: managed ? identity!.properties.clientId : appId }
          { name: 'MicrosoftAppTenantId', value: tenantId }
          { name: 'CONTROLLER_NAME', value: controllerName }
          { name: 'CONTROLLER_ADDRESS', value: controllerAddress }
          { name: 'DPO_CONTACT', value: dpoContact }
        ],
        secrets
      )
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-bot'
  location: 'global'
  kind: 'azurebot'
  sku: { name: botSku }
  properties: {
    displayName: 'Passerelle'
    description: 'L’assistant des élu·e·s pour l’action internationale'
    endpoint: '${publicUrl}/api/messages'
    msaAppType: appType
    msaAppId: managed ? identity!.properties.clientId : appId
    msaAppTenantId: tenantId
    msaAppMSIResourceId: managed ? identity.id : null
    schemaTransformationVersion: '1.3'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: { isEnabled: true }
  }
}

output endpoint string = '${publicUrl}/api/messages'
output MicrosoftAppId string = managed ? identity!.properties.clientId : appId
output MicrosoftAppTenantId string = tenantId
