export { followFailures } from './correlation/follow-failures'
export {
  endCalendar,
  readCalendarStatus,
  readOwnCalendar,
  readZoneCalendar,
  renewCalendar,
} from './feeds/maintenance-calendars'
export { showStatusFeed } from './feeds/show-feed'
export {
  announceMaintenance,
  cancelMaintenance,
  changeMaintenance,
  getMaintenance,
  listMaintenanceAtHand,
  listMaintenanceWindows,
} from './maintenance/plan-maintenance'
export { followMaintenance } from './notifications/follow-maintenance'
export { notifyIncidents } from './notifications/notify-incidents'
export { notifySilentHosts } from './notifications/notify-silent-hosts'
export {
  acceptIncident,
  dismissIncident,
  explainIncident,
  updateIncidentInPublic,
} from './operator/act-on-incident'
export { decideExclusion, revokeExclusion } from './operator/exclude-incident'
export { listCustomerIncidents } from './operator/list-customer-incidents'
export { openIncident } from './operator/open-incident'
export { listPlaceChoices, previewPlace } from './operator/places'
export { countLiveIncidents, getIncident, listIncidents, listLoneFailures } from './operator/read-incidents'
export { parisMinuteOf } from './paris-minute'
export { bannerNews, readBannerNews } from './portal/read-banner-news'
export { getOwnIncident, listOwnIncidents } from './portal/read-own-incidents'
export { listOwnMaintenance } from './portal/read-own-maintenance'
export { keepStatus, showStatus } from './status/show-status'
export { confirmSubscription, endSubscription, subscribeToStatus } from './status/subscribe'
